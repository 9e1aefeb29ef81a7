package dev.portside.testkit.architecture.planted.bootstrap;

import dev.portside.testkit.architecture.planted.store.Rows;

/** Planted: goes round the door. */
public final class Wiring {

    public Rows rows() {
        return new Rows();
    }
}
