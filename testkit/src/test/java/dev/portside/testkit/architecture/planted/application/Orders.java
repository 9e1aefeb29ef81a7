package dev.portside.testkit.architecture.planted.application;

import dev.portside.testkit.architecture.planted.domain.Order;
import dev.portside.testkit.architecture.planted.store.StoreDoor;

/** Planted: the application knows an adapter. */
public final class Orders {

    public Order first() {
        return new StoreDoor().first();
    }
}
