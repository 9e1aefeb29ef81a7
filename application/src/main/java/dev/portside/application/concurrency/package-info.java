/** Mechanisms that bound and share concurrent work: coalescing, single-flight, bulkhead, weighted budget. */
@NullMarked
package dev.portside.application.concurrency;

import org.jspecify.annotations.NullMarked;
