package com.acme.nested;

import com.acme.nested.store.Rows;
import com.acme.nested.store.Store;
import com.acme.nested.web.Page;

/** Puts it together in the base itself. Planted: goes round the door. */
public final class NestedMain {

    private NestedMain() {}

    public static Page page() {
        return new Page();
    }

    public static int count() {
        return new Store.Builder().build().count() + Rows.count();
    }
}
