/** What every resizer of images promises, and images to try it with. */
@NullMarked
package dev.portside.testkit.image;

import org.jspecify.annotations.NullMarked;
