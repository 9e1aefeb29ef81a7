package com.acme.planted.domain;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Planted: the domain reads the clock, chance and the environment. */
public final class OrderNumber {

    public Supplier<Instant> byReference() {
        return Instant::now;
    }

    public Supplier<String> inLambda() {
        return () -> UUID.randomUUID().toString();
    }

    public Clock clock() {
        return Clock.systemUTC();
    }

    public LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    public long millis() {
        return System.currentTimeMillis();
    }

    public double chance() {
        return Math.random() + new Random().nextDouble();
    }

    public void shuffle(List<String> numbers) {
        Collections.shuffle(numbers);
    }

    public String user() {
        return System.getenv("USER") + System.getProperty("user.name");
    }
}
