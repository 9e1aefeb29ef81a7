package com.acme.clean.application;

import com.acme.clean.domain.Order;
import java.util.Optional;

/** A port. */
public interface OrderStore {

    Optional<Order> first();
}
