/** Implementations of the ports that need nothing but the JDK: the executable specification of the others. */
@NullMarked
package dev.portside.application.inmemory;

import org.jspecify.annotations.NullMarked;
