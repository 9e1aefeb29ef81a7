/** All routes together, over the use cases of one core. */
@NullMarked
package dev.portside.http.api;

import org.jspecify.annotations.NullMarked;
