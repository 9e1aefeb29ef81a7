package dev.portside.bootstrap;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/** Stack traces as Java prints them, except that a message cannot pass for more than itself, and that they are bounded. */
final class StackTraces {

    /** Of causes of causes, and what they suppress. */
    private static final int MAX_DEPTH = 20;

    private StackTraces() {}

    /** Appends it with the end of its last line. */
    static void append(StringBuilder to, IThrowableProxy thrown, int limit) {
        append(to, thrown, "", "", to.length() + limit, MAX_DEPTH);
    }

    private static void append(
            StringBuilder to, IThrowableProxy thrown, String indent, String caption, int end, int depth) {
        if (to.length() >= end || depth == 0) {
            to.append(indent).append("... (more)\n");
            return;
        }
        to.append(indent).append(caption).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            to.append(": ");
            LineFormat.escaped(to, thrown.getMessage(), LineFormat.MAX_MESSAGE, (char) 0);
        }
        to.append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int own = frames.length - thrown.getCommonFrames();
        for (int i = 0; i < own && to.length() < end; i++) {
            to.append(indent).append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
        if (thrown.getCommonFrames() > 0) {
            to.append(indent).append("\t... ").append(thrown.getCommonFrames()).append(" more\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            append(to, suppressed, indent + "\t", "Suppressed: ", end, depth - 1);
        }
        if (thrown.getCause() != null) {
            append(to, thrown.getCause(), indent, "Caused by: ", end, depth - 1);
        }
    }
}
