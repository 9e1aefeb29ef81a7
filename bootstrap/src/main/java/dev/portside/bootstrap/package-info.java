/** Puts Portside together and runs it: settings, the wiring, the command line. */
@NullMarked
package dev.portside.bootstrap;

import org.jspecify.annotations.NullMarked;
