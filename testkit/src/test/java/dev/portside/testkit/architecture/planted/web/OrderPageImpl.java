package dev.portside.testkit.architecture.planted.web;

import dev.portside.testkit.architecture.planted.store.StoreDoor;

/** Planted: one adapter knows another, and the name says nothing. */
public final class OrderPageImpl {

    public String title() {
        return new StoreDoor().first().placedAt().toString();
    }
}
