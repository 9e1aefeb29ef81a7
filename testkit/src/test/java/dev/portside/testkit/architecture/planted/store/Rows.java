package dev.portside.testkit.architecture.planted.store;

import dev.portside.testkit.architecture.planted.web.OrderPageImpl;

/** What is behind the door. Planted: this adapter knows the other one too. */
public final class Rows {

    public int count(OrderPageImpl page) {
        return page.title().length();
    }
}
