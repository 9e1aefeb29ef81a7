/** How adapters are found, chosen by name and set up; see {@link dev.portside.application.adapter.Adapter}. */
@NullMarked
package dev.portside.application.adapter;

import org.jspecify.annotations.NullMarked;
