/** Use cases as a part of transactions that the program around them begins and ends. */
@NullMarked
package dev.portside.application.transaction;

import org.jspecify.annotations.NullMarked;
