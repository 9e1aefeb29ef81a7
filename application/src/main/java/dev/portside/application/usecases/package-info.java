/** Everything that the core can do, as one thing to hand on. */
@NullMarked
package dev.portside.application.usecases;

import org.jspecify.annotations.NullMarked;
