@NullMarked
package dev.portside.persistence;

import org.jspecify.annotations.NullMarked;
