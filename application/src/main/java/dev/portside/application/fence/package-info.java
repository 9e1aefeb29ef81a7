/** Keeps what takes a processor for long apart from what is short. */
@NullMarked
package dev.portside.application.fence;

import org.jspecify.annotations.NullMarked;
