package com.acme.planted.adapters.web;

import com.acme.planted.adapters.store.StoreSettings;

/** Planted: one adapter knows another, by its door. */
public final class Web {

    public String page(StoreSettings settings) {
        return settings.url();
    }
}
