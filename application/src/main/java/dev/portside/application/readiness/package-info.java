/** Whether this node should be sent requests. */
@NullMarked
package dev.portside.application.readiness;

import org.jspecify.annotations.NullMarked;
