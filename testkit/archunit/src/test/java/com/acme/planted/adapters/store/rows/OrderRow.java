package com.acme.planted.adapters.store.rows;

/** What is behind the door. */
public record OrderRow(int number) {}
