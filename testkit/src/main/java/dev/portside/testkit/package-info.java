/** What others run against their own adapters: the contracts of the ports, and the rules of the architecture. */
@NullMarked
package dev.portside.testkit;

import org.jspecify.annotations.NullMarked;
