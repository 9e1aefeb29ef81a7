/** Filters that need nothing of the pipeline but the call. */
@NullMarked
package dev.portside.http.filter;

import org.jspecify.annotations.NullMarked;
