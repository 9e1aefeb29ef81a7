package com.acme.planted.adapters.store;

/** Planted with the next one: three public types are one too many. */
public record StoreSettings(String url) {}
