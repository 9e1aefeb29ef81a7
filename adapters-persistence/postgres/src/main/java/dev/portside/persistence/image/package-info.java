/** Avatars in PostgreSQL. */
@NullMarked
package dev.portside.persistence.image;

import org.jspecify.annotations.NullMarked;
