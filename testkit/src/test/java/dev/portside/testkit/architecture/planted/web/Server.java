package dev.portside.testkit.architecture.planted.web;

import dev.portside.testkit.architecture.planted.web.binding.Binding;

/** Planted: the outer adapter knows the one that is nested in it. */
public final class Server {

    public int pages(Binding binding) {
        return binding.page().title().length();
    }
}
