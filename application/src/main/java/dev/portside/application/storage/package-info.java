/** Where everything is kept, as one thing that is opened and closed. */
@NullMarked
package dev.portside.application.storage;

import org.jspecify.annotations.NullMarked;
