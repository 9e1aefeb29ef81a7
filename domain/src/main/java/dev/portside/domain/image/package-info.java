/** Values of images: what they are, how large they may be, and how one is to be made from another. */
@NullMarked
package dev.portside.domain.image;

import org.jspecify.annotations.NullMarked;
