/** A PostgreSQL that needs no installation and keeps its data. The door is {@link dev.portside.embedded.EmbeddedPostgres}. */
@NullMarked
package dev.portside.embedded;

import org.jspecify.annotations.NullMarked;
