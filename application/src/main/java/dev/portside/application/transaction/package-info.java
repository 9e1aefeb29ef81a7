/** Transactions of a host that stores take part in. */
@NullMarked
package dev.portside.application.transaction;

import org.jspecify.annotations.NullMarked;
