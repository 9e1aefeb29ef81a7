/** Users in PostgreSQL. */
@NullMarked
package dev.portside.persistence.user;

import org.jspecify.annotations.NullMarked;
