/** What others run against their own adapters: the contracts of the ports. */
@NullMarked
package dev.portside.testkit;

import org.jspecify.annotations.NullMarked;
