/** What an adapter does while what it depends on is slow, fails or hangs. */
@NullMarked
package dev.portside.testkit.fault;

import org.jspecify.annotations.NullMarked;
