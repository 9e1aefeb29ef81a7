/** Rules for the libraries that are published, whatever is in them. */
@NullMarked
package dev.portside.publication;

import org.jspecify.annotations.NullMarked;
