/** The routes of users. */
@NullMarked
package dev.portside.http.user;

import org.jspecify.annotations.NullMarked;
