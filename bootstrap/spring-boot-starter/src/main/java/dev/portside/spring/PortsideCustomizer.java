package dev.portside.spring;

import dev.portside.core.PortsideBuilder;

/** A bean of this type has the last word on what the core is put together of; several are asked in their order. */
@FunctionalInterface
public interface PortsideCustomizer {

    /** Changes the builder, which has all that properties and other beans say. */
    void customize(PortsideBuilder builder);
}
