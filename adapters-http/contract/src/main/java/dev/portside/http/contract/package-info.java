/** Contract of every server binding over a real socket. */
@NullMarked
package dev.portside.http.contract;

import org.jspecify.annotations.NullMarked;
