/** Pictures: what is read off their headers, what is refused before anything is decoded, and the port that resizes them. */
@NullMarked
package dev.portside.application.image;

import org.jspecify.annotations.NullMarked;
