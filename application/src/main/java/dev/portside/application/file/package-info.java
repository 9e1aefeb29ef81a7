/** Files and folders that the process relies on, and who else could change them. */
@NullMarked
package dev.portside.application.file;

import org.jspecify.annotations.NullMarked;
