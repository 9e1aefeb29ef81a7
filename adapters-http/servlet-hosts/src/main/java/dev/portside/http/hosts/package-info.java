/** Containers set up as the HTTP contract would have them, for tests of what runs in them. Nothing that is published. */
@NullMarked
package dev.portside.http.hosts;

import org.jspecify.annotations.NullMarked;
