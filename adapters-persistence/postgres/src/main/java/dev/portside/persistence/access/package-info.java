/** Secrets that nodes share, in PostgreSQL. */
@NullMarked
package dev.portside.persistence.access;

import org.jspecify.annotations.NullMarked;
