@NullMarked
package dev.portside.persistence.event;

import org.jspecify.annotations.NullMarked;
