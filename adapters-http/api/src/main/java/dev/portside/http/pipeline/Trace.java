package dev.portside.http.pipeline;

import dev.portside.http.Headers;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * By which names a request is known in logs.
 *
 * @param requestId the client's {@code X-Request-Id} when it is 1 to 128 visible ASCII characters, else the trace's id
 * @param traceId 32 hexadecimal digits, the client's or made here (W3C Trace Context)
 * @param spanId 16 hexadecimal digits, made here: this server's part of the trace
 * @param flags 2 hexadecimal digits, the client's or {@code 00}
 */
record Trace(String requestId, String traceId, String spanId, String flags) {

    private static final int MAX_REQUEST_ID = 128;

    /** {@code 00-<32 digits>-<16 digits>-<2 digits>}. */
    private static final int TRACEPARENT_LENGTH = 55;

    static Trace of(Headers headers) {
        Optional<String> parent = headers.first("traceparent").filter(Trace::isTraceparent);
        String traceId = parent.map(text -> text.substring(3, 35)).orElseGet(() -> hex() + hex());
        String flags = parent.map(text -> text.substring(53, 55)).orElse("00");
        String requestId =
                headers.first("X-Request-Id").filter(Trace::isRequestId).orElse(traceId);
        return new Trace(requestId, traceId, hex(), flags);
    }

    /** Returns the value that this server hands on: the same trace, its own span. */
    String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    private static boolean isRequestId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_REQUEST_ID
                && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** Version ff and ids of zeros are invalid; a later version may be longer (W3C Trace Context §3.2 and §4.3). */
    private static boolean isTraceparent(String text) {
        return text.length() >= TRACEPARENT_LENGTH
                && (text.length() == TRACEPARENT_LENGTH || (!text.startsWith("00") && text.charAt(55) == '-'))
                && isHex(text, 0, 2)
                && !text.startsWith("ff")
                && text.charAt(2) == '-'
                && isHex(text, 3, 35)
                && text.charAt(35) == '-'
                && isHex(text, 36, 52)
                && text.charAt(52) == '-'
                && isHex(text, 53, 55)
                && hasNonZero(text, 3, 35)
                && hasNonZero(text, 36, 52);
    }

    private static boolean isHex(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNonZero(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    /** 16 digits. They need to be different, not secret. */
    private static String hex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }
}
