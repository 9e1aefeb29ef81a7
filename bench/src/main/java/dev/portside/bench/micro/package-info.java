/** JMH benchmarks of what is done per request, apart from sockets and storage. */
@NullMarked
package dev.portside.bench.micro;

import org.jspecify.annotations.NullMarked;
