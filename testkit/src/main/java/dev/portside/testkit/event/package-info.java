/** The contract of {@link dev.portside.application.event.EventStore}. */
@NullMarked
package dev.portside.testkit.event;

import org.jspecify.annotations.NullMarked;
