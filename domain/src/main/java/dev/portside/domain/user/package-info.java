/** Users as values. */
@NullMarked
package dev.portside.domain.user;

import org.jspecify.annotations.NullMarked;
