/** The contract of {@link dev.portside.application.user.UserStore}. */
@NullMarked
package dev.portside.testkit.user;

import org.jspecify.annotations.NullMarked;
