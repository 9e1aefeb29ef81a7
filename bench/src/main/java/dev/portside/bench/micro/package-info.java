/**
 * JMH benchmarks of what is done per request, apart from sockets and storage. {@code micro.coalescing} has those of the
 * coalescer.
 */
@NullMarked
package dev.portside.bench.micro;

import org.jspecify.annotations.NullMarked;
