package com.acme.clean.adapters.web;

import com.acme.clean.application.Orders;

/** Another door. */
public record Web(Orders orders) {

    public String page() {
        return orders.first().toString();
    }
}
