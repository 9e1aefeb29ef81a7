/** What every use case builds on. */
@NullMarked
package dev.portside.application;

import org.jspecify.annotations.NullMarked;
