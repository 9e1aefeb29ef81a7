/** Effect of resizing images on everything else that a server does. */
@NullMarked
package dev.portside.bench.image;

import org.jspecify.annotations.NullMarked;
