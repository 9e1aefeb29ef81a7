package dev.portside.bootstrap;

import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Display of how far long work has come: a bar on a terminal, a line for each tenth elsewhere. */
sealed interface Progress extends AutoCloseable {

    /** Shows how much of the whole is done. */
    void reached(long done);

    @Override
    void close();

    @SuppressWarnings("SystemConsoleNull") // on Java 25, where this runs, it is null again unless there is a terminal
    static Progress of(String what, long whole) {
        return System.console() != null ? new Bar(System.err, what, whole) : new Lines(what, whole);
    }

    /** Bar that is drawn again on the same line for each percent. */
    final class Bar implements Progress {

        private static final int PERCENT_PER_CELL = 2;

        private final PrintStream terminal;
        private final String what;
        private final long whole;
        private long shown = -1;

        Bar(PrintStream terminal, String what, long whole) {
            this.terminal = terminal;
            this.what = what;
            this.whole = whole;
        }

        @Override
        public void reached(long done) {
            long percent = done * 100 / whole;
            if (percent > shown) {
                shown = percent;
                int cells = (int) percent / PERCENT_PER_CELL;
                String bar = "=".repeat(cells) + " ".repeat(100 / PERCENT_PER_CELL - cells);
                terminal.print("\r" + what + " [" + bar + "] " + percent + " %");
                terminal.flush();
            }
        }

        /** Leaves the bar and begins the next line. */
        @Override
        public void close() {
            terminal.println();
        }
    }

    /** Line of the log for each tenth. */
    final class Lines implements Progress {

        private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
        private static final int PARTS = 10;

        private final String what;
        private final long whole;
        private long shown;

        private Lines(String what, long whole) {
            this.what = what;
            this.whole = whole;
        }

        @Override
        public void reached(long done) {
            long part = done * PARTS / whole;
            if (part > shown) {
                shown = part;
                LOG.info("{} of {} {} ({} %)", done, whole, what, done * 100 / whole);
            }
        }

        @Override
        public void close() {}
    }
}
