/** Images over HTTP. */
@NullMarked
package dev.portside.http.image;

import org.jspecify.annotations.NullMarked;
