/** Images: what is read off their headers, what is refused before anything is decoded, the port that resizes them; and avatars. */
@NullMarked
package dev.portside.application.image;

import org.jspecify.annotations.NullMarked;
