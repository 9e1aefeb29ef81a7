@NullMarked
package dev.portside.persistence.statement;

import org.jspecify.annotations.NullMarked;
