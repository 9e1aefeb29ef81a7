package com.acme.planted.bootstrap;

import com.acme.planted.adapters.store.rows.OrderRow;

/** Planted: goes round the door. */
public final class Main {

    private Main() {}

    public static OrderRow row() {
        return new OrderRow(1);
    }
}
