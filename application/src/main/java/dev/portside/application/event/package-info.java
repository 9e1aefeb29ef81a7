/** Collecting events and answering questions about them. */
@NullMarked
package dev.portside.application.event;

import org.jspecify.annotations.NullMarked;
