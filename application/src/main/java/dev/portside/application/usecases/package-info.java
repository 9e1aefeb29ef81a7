/** Use cases of the core as one value, for the adapters that serve them. */
@NullMarked
package dev.portside.application.usecases;

import org.jspecify.annotations.NullMarked;
