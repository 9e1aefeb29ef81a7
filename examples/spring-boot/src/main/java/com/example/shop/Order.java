package com.example.shop;

/** One article for one customer, who is a user of Portside. */
public record Order(long id, long customer, String article) {}
