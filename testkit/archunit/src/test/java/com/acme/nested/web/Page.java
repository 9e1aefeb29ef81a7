package com.acme.nested.web;

/** Part of an adapter that is a library itself. */
public final class Page {

    public String title() {
        return "Orders";
    }
}
