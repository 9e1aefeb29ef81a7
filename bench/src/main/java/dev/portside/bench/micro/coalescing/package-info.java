/** JMH benchmarks of reads that share work. */
@NullMarked
package dev.portside.bench.micro.coalescing;

import org.jspecify.annotations.NullMarked;
