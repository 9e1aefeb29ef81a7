/** JSON: reading within limits, writing, and bodies that are encoded once. */
@NullMarked
package dev.portside.http.json;

import org.jspecify.annotations.NullMarked;
