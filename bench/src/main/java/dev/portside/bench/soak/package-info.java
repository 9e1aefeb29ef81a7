/** Load of everything at once against a server that is running already. */
@NullMarked
package dev.portside.bench.soak;

import org.jspecify.annotations.NullMarked;
