/** Bodies: reading within limits, and the memory that bodies and responses share. */
@NullMarked
package dev.portside.http.body;

import org.jspecify.annotations.NullMarked;
