package com.acme.clean.adapters.store;

import com.acme.clean.adapters.store.rows.OrderRow;
import com.acme.clean.application.OrderStore;
import com.acme.clean.domain.Order;
import java.util.Optional;

/** A door. */
public final class Store implements OrderStore {

    private final StoreSettings settings;

    public Store(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Order> first() {
        return Counted.isAny(settings) ? Optional.of(new OrderRow(settings.url()).toOrder()) : Optional.empty();
    }

    /** Part of the door. */
    public enum State {
        OPEN
    }
}
