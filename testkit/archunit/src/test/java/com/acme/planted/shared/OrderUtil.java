package com.acme.planted.shared;

/** Planted: in no layer, and with a name that says nothing. */
public final class OrderUtil {

    private OrderUtil() {}
}
