@NullMarked
package dev.portside.persistence.migration;

import org.jspecify.annotations.NullMarked;
