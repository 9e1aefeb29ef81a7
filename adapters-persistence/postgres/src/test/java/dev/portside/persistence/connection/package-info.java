@NullMarked
package dev.portside.persistence.connection;

import org.jspecify.annotations.NullMarked;
