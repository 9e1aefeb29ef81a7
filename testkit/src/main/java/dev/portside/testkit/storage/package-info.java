/** What every place to keep everything in promises. */
@NullMarked
package dev.portside.testkit.storage;

import org.jspecify.annotations.NullMarked;
