package dev.portside.testkit.architecture.planted.web.binding;

import dev.portside.testkit.architecture.planted.store.StoreDoor;
import dev.portside.testkit.architecture.planted.web.OrderPageImpl;

/** Nested in the web adapter, which it may know. Planted: it knows another one too. */
public final class Binding {

    public OrderPageImpl page() {
        return new OrderPageImpl();
    }

    public String title(StoreDoor door) {
        return door.first().placedAt().toString();
    }
}
