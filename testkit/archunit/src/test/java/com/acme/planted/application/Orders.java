package com.acme.planted.application;

import com.acme.planted.adapters.store.Store;
import com.acme.planted.domain.Order;

/** Planted: the application knows an adapter. */
public final class Orders {

    public Order first() {
        return new Order();
    }

    public Order first(Store store) {
        return store.first();
    }
}
