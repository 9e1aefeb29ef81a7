package dev.portside.testkit.architecture.planted.store;

import dev.portside.testkit.architecture.planted.application.Orders;
import dev.portside.testkit.architecture.planted.domain.Order;

/** Planted: makes a cycle with the application. */
public final class StoreDoor {

    public Order first() {
        return new Orders().first();
    }
}
