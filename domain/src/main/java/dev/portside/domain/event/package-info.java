/** Analytics: what happened, and questions about it. */
@NullMarked
package dev.portside.domain.event;

import org.jspecify.annotations.NullMarked;
