/** Pipeline: the steps that every request passes on its way to a route and back. */
@NullMarked
package dev.portside.http.pipeline;

import org.jspecify.annotations.NullMarked;
