package dev.portside.http.helidon;

import io.helidon.http.HttpToken;
import java.nio.charset.StandardCharsets;

/**
 * The first line of a request (RFC 9112 §3).
 *
 * @param path as sent; of an absolute URI what follows the authority
 * @param query as sent; empty when there is none
 * @param persistent whether connections live on by default, as they do since HTTP/1.1
 */
record RequestLine(String method, String path, String query, boolean persistent) {

    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    private static final byte SPACE = ' ';
    private static final byte DELETE = 0x7f;

    static RequestLine parse(byte[] line) throws Refused {
        int version = line.length - VERSION_LENGTH;
        int methodEnd = 0;
        while (methodEnd < line.length && line[methodEnd] != SPACE) {
            methodEnd++;
        }
        if (methodEnd == 0 || version - 1 <= methodEnd + 1 || line[version - 1] != SPACE) {
            throw new Refused(400);
        }
        boolean persistent = isPersistent(line, version);
        String target = target(line, methodEnd + 1, version - 1);
        int start = pathStart(target);
        int mark = target.indexOf('?', start);
        String path = mark < 0 ? target.substring(start) : target.substring(start, mark);
        return new RequestLine(
                method(line, methodEnd),
                path.isEmpty() ? "/" : path,
                mark < 0 ? "" : target.substring(mark + 1),
                persistent);
    }

    private static boolean isPersistent(byte[] line, int start) throws Refused {
        String version = ascii(line, start, line.length);
        if (version.equals("HTTP/1.1")) {
            return true;
        }
        if (version.equals("HTTP/1.0")) {
            return false;
        }
        throw new Refused(version.matches("HTTP/[0-9]\\.[0-9]") ? 505 : 400);
    }

    private static String method(byte[] line, int end) throws Refused {
        if (end == 3 && line[0] == 'G' && line[1] == 'E' && line[2] == 'T') {
            return "GET";
        }
        String method = ascii(line, 0, end);
        try {
            HttpToken.validate(method);
        } catch (IllegalArgumentException e) {
            throw new Refused(400);
        }
        return method;
    }

    /** What is no ASCII becomes what the API refuses; what could pretend to be the end of the line is refused here. */
    private static String target(byte[] line, int start, int end) throws Refused {
        for (int i = start; i < end; i++) {
            if ((line[i] >= 0 && line[i] <= SPACE) || line[i] == DELETE) {
                throw new Refused(400);
            }
        }
        return ascii(line, start, end);
    }

    /** Where the path begins in a target of one of the three forms that have one (RFC 9112 §3.2). */
    private static int pathStart(String target) throws Refused {
        if (target.charAt(0) == '/' || target.equals("*")) {
            return 0;
        }
        int authority = target.indexOf("://") + "://".length();
        boolean absolute = target.regionMatches(true, 0, "http://", 0, authority)
                || target.regionMatches(true, 0, "https://", 0, authority);
        if (!absolute || authority < "://".length()) {
            throw new Refused(400);
        }
        for (int i = authority; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }

    private static String ascii(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }
}
