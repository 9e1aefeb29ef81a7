@NullMarked
package dev.portside.persistence.event.query;

import org.jspecify.annotations.NullMarked;
