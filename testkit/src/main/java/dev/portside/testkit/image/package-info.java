/** What every resizer of pictures promises, and pictures to try it with. */
@NullMarked
package dev.portside.testkit.image;

import org.jspecify.annotations.NullMarked;
