/** What can be done with users, and the port that keeps them. */
@NullMarked
package dev.portside.application.user;

import org.jspecify.annotations.NullMarked;
