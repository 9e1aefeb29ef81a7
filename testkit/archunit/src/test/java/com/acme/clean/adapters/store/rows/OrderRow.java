package com.acme.clean.adapters.store.rows;

import com.acme.clean.domain.Order;
import java.net.URI;
import java.time.Clock;

/** Public for the package above, and behind the door for all others. Adapters are at the edge and may read the clock. */
public record OrderRow(String url) {

    public Order toOrder() {
        return Order.placedNow(Clock.systemUTC(), URI.create(url));
    }
}
