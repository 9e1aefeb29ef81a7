/** The schema and its versions. */
@NullMarked
package dev.portside.persistence.migration;

import org.jspecify.annotations.NullMarked;
