/** Routes: the declaration of an endpoint, and the call that its handler answers. */
@NullMarked
package dev.portside.http.route;

import org.jspecify.annotations.NullMarked;
