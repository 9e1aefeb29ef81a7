package com.acme.planted.adapters.store;

import com.acme.planted.application.Orders;
import com.acme.planted.domain.Order;

/** Planted: makes a cycle with the application. */
public final class Store {

    public Order first() {
        return new Order();
    }

    public Order first(Orders orders) {
        return orders.first();
    }
}
