/** Results as tables, a chart and raw data. */
@NullMarked
package dev.portside.bench.report;

import org.jspecify.annotations.NullMarked;
