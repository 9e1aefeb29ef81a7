package com.acme.clean.bootstrap;

import com.acme.clean.adapters.store.Store;
import com.acme.clean.adapters.store.StoreSettings;
import com.acme.clean.adapters.web.Web;
import com.acme.clean.application.Orders;
import java.nio.file.Path;

/** Puts it together, and is at the edge. */
public final class Main {

    private Main() {}

    public static Web web() {
        Store.State state = Store.State.OPEN;
        Store store = new Store(new StoreSettings(System.getProperty("url", state.name())));
        return new Web(new Orders(store, Path.of("archive")));
    }
}
