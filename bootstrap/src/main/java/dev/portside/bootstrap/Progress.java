package dev.portside.bootstrap;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how far long work has come: a bar on a terminal, a line for each tenth elsewhere. */
sealed interface Progress extends AutoCloseable {

    /** Tells how much of the whole is done. */
    void reached(long done);

    @Override
    void close();

    @SuppressWarnings("SystemConsoleNull") // on Java 25, where this runs, it is null again unless there is a terminal
    static Progress of(String what, long whole) {
        return System.console() != null ? new Bar(what, whole) : new Lines(what, whole);
    }

    /** A bar that is drawn over and over on one line. */
    final class Bar implements Progress {

        private final ProgressBar bar;

        private Bar(String what, long whole) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(whole)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }

        @Override
        public void reached(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line of the log for each tenth. */
    final class Lines implements Progress {

        private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
        private static final int PARTS = 10;

        private final String what;
        private final long whole;
        private long told;

        private Lines(String what, long whole) {
            this.what = what;
            this.whole = whole;
        }

        @Override
        public void reached(long done) {
            long part = done * PARTS / whole;
            if (part > told) {
                told = part;
                LOG.info("{} of {} {} ({} %)", done, whole, what, done * 100 / whole);
            }
        }

        @Override
        public void close() {}
    }
}
