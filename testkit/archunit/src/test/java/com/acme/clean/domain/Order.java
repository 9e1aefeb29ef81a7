package com.acme.clean.domain;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;

/** Uses all that a domain may, and is given the time and chance that it needs. */
public record Order(List<BigDecimal> prices, Instant placedAt, URI page) {

    public Order {
        Objects.requireNonNull(placedAt);
        prices = List.copyOf(prices);
    }

    public static Order placedNow(Clock clock, URI page) {
        return new Order(List.of(), Instant.now(clock), page);
    }

    public boolean isOfToday(Clock clock) {
        Supplier<LocalDate> today = () -> LocalDate.now(clock);
        return today.get().isEqual(LocalDate.ofInstant(placedAt, clock.getZone()));
    }

    public int lot(long seed, int[] lots) {
        return lots[new Random(seed).nextInt(lots.length)];
    }
}
