package com.acme.nested.web.binding;

import com.acme.nested.store.Store;
import com.acme.nested.web.Page;

/** Nested in the web adapter, which it may know. Planted: it knows another one too. */
public final class Binding {

    private final Page page = new Page();

    public String title() {
        return page.title();
    }

    public int count(Store store) {
        return store.count();
    }
}
