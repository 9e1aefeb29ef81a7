/** Portside put together for programs that embed it: users, events and images as objects. */
@NullMarked
package dev.portside.core;

import org.jspecify.annotations.NullMarked;
