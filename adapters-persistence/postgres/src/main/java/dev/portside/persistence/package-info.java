/** Storage in PostgreSQL 15 or newer. The door is {@link dev.portside.persistence.Postgres}. */
@NullMarked
package dev.portside.persistence;

import org.jspecify.annotations.NullMarked;
