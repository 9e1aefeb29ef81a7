package com.example.shop;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is none left, or there never was. */
@ResponseStatus(HttpStatus.CONFLICT)
public class OutOfStock extends RuntimeException {

    public OutOfStock(String article) {
        super("There is no " + article + " left.");
    }
}
