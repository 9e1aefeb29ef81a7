@NullMarked
package dev.portside.persistence.event.rollup;

import org.jspecify.annotations.NullMarked;
