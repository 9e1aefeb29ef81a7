package com.acme.nested.web;

import com.acme.nested.web.binding.Binding;

/** Planted: the outer adapter knows the one that is nested in it. */
public final class Server {

    public String title(Binding binding) {
        return binding.title();
    }
}
