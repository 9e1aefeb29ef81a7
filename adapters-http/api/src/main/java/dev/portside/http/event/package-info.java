/** Analytics over HTTP. */
@NullMarked
package dev.portside.http.event;

import org.jspecify.annotations.NullMarked;
