/** What every server binding must do over a real socket. */
@NullMarked
package dev.portside.http.contract;

import org.jspecify.annotations.NullMarked;
