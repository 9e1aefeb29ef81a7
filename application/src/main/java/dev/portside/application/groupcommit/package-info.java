/** Writes of the same time, committed together. */
@NullMarked
package dev.portside.application.groupcommit;

import org.jspecify.annotations.NullMarked;
