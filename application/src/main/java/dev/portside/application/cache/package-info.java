/** What keeps answers for a while, in front of the stores. */
@NullMarked
package dev.portside.application.cache;

import org.jspecify.annotations.NullMarked;
