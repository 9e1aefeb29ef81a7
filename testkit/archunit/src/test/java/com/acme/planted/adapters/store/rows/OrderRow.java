package com.acme.planted.adapters.store.rows;

/** Class behind the door. */
public record OrderRow(int number) {}
