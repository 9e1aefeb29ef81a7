package com.acme.clean.adapters.store;

/** Behind the door. */
final class Counted {

    private Counted() {}

    static boolean isAny(StoreSettings settings) {
        return !settings.url().isEmpty();
    }
}
