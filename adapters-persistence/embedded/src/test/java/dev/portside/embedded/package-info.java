@NullMarked
package dev.portside.embedded;

import org.jspecify.annotations.NullMarked;
