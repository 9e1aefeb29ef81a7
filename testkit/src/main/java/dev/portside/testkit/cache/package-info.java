/** The contract of caches in front of stores. */
@NullMarked
package dev.portside.testkit.cache;

import org.jspecify.annotations.NullMarked;
