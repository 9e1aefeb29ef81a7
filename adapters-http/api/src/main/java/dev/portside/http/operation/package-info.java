/** Routes for the operator: liveness, readiness and metrics. */
@NullMarked
package dev.portside.http.operation;

import org.jspecify.annotations.NullMarked;
