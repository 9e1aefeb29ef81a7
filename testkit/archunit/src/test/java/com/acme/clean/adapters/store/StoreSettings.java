package com.acme.clean.adapters.store;

/** The second of the two that an adapter may show. */
public record StoreSettings(String url) {}
