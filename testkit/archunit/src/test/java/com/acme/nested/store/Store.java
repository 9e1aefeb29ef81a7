package com.acme.nested.store;

/** The door of this adapter, by name. */
public final class Store {

    public int count() {
        return Rows.count();
    }

    /** Part of the door. */
    public static final class Builder {

        public Store build() {
            return new Store();
        }
    }
}
