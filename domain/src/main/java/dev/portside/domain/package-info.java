/** What every part of the domain builds on. */
@NullMarked
package dev.portside.domain;

import org.jspecify.annotations.NullMarked;
