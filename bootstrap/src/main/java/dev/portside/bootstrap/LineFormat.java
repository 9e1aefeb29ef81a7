package dev.portside.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.portside.http.pipeline.AccessLog;

/** Form of the log's lines. Whatever is in them, each is one line of bounded length. For use by many threads. */
interface LineFormat {

    /** Of one message; longer ones say how much is missing. */
    int MAX_MESSAGE = 8 * 1024;

    /** Of one value beside the message. */
    int MAX_VALUE = 1024;

    /** Of one stack trace. */
    int MAX_STACK_TRACE = 32 * 1024;

    /** Appends the line of an event of the logging library, with its end. */
    void event(StringBuilder line, ILoggingEvent event);

    /** Appends the line of a request, with its end: the same as of an event of {@link AccessLog#SLF4J}. */
    void served(StringBuilder line, long now, AccessLog.Served request);

    /** Appends what ended a request's work, in milliseconds with three decimals. */
    static void milliseconds(StringBuilder line, long micros) {
        long fraction = micros % 1_000;
        line.append(micros / 1_000)
                .append('.')
                .append((char) ('0' + fraction / 100))
                .append((char) ('0' + fraction / 10 % 10))
                .append((char) ('0' + fraction % 10));
    }

    /**
     * Appends text of which a reader of lines sees one line: control characters, the line ends that Unicode has beside them, what
     * turns the direction of text around, and halves of characters are written as {@code \}{@code u} and their number.
     *
     * @param quote another character that is written with a backslash before it, as the backslash is then; 0 for none
     */
    static void escaped(StringBuilder line, String text, int limit, char quote) {
        int end = Math.min(text.length(), limit);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                if (quote != 0 && (c == quote || c == '\\')) {
                    line.append('\\');
                }
                line.append(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                line.append(c).append(text.charAt(++i));
            } else if (isPlain(c)) {
                line.append(c);
            } else {
                line.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    line.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
        if (end < text.length()) {
            line.append("... (").append(text.length() - end).append(" more)");
        }
    }

    private static boolean isPlain(char c) {
        return c > 0x9f
                && !Character.isSurrogate(c)
                && c != '\u2028'
                && c != '\u2029'
                && !(c >= '\u202a' && c <= '\u202e')
                && !(c >= '\u2066' && c <= '\u2069');
    }
}
