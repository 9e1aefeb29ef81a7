package com.acme.clean.application;

import com.acme.clean.domain.Order;
import java.nio.file.Path;
import java.util.Optional;

/** A use case, which may use all of the JDK but what is ambient. */
public record Orders(OrderStore store, Path archive) {

    public Optional<Order> first() {
        return store.first();
    }

    public long took(long since) {
        return System.nanoTime() - since;
    }
}
