/** Connections to PostgreSQL and the transactions on them. */
@NullMarked
package dev.portside.persistence.connection;

import org.jspecify.annotations.NullMarked;
