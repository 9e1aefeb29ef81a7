package com.acme.nested.store;

/** Planted: public, but no door. */
public final class Rows {

    private Rows() {}

    public static int count() {
        return 1;
    }
}
