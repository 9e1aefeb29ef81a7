/**
 * Portside's HTTP API as a function from {@link dev.portside.http.Request} to {@link dev.portside.http.Response}, free of
 * any server. A server binding hands requests to an {@link dev.portside.http.pipeline.Api} and writes what comes back.
 */
@NullMarked
package dev.portside.http;

import org.jspecify.annotations.NullMarked;
