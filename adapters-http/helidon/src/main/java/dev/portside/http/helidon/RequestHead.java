package dev.portside.http.helidon;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Http1HeadersParser;
import java.util.List;

/**
 * What comes before the body of a request.
 *
 * @param length of the body in bytes; 0 when there is none, {@link #CHUNKED} when only its end will tell
 * @param last whether the client expects the connection to be closed after the answer
 */
record RequestHead(RequestLine line, SentHeaders headers, long length, boolean last, boolean awaitsContinue) {

    static final long CHUNKED = -1;

    /** Far beyond any limit of the API, and short enough never to overflow. */
    private static final int MAX_LENGTH_DIGITS = 18;

    /** Helidon's parser takes a line that begins with its colon. */
    private static final HeaderName NO_NAME = HeaderNames.create("");

    /** Reads one, waiting for it; at most so many bytes. */
    static RequestHead read(DataReader reader, int maxBytes) throws Refused {
        try {
            if (reader.startsWithNewLine()) {
                // Some clients send one behind a body (RFC 9112 §2.2).
                reader.skip(2);
            }
            int lineLength = reader.findNewLine(maxBytes);
            if (lineLength == maxBytes) {
                throw new Refused(414);
            }
            if (lineLength == 0) {
                throw new Refused(400);
            }
            RequestLine line = RequestLine.parse(reader.readBytes(lineLength));
            reader.skip(2);
            return of(line, fields(reader, maxBytes - lineLength));
        } catch (DataReader.IncorrectNewLineException e) {
            throw new Refused(400);
        }
    }

    private static Headers fields(DataReader reader, int maxBytes) throws Refused {
        try {
            return Http1HeadersParser.readHeaders(reader, maxBytes, true);
        } catch (IllegalStateException e) {
            throw new Refused(431);
        } catch (IllegalArgumentException e) {
            throw new Refused(400);
        }
    }

    private static RequestHead of(RequestLine line, Headers fields) throws Refused {
        if (fields.contains(NO_NAME)) {
            throw new Refused(400);
        }
        int hosts = values(fields, HeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && line.persistent())) {
            throw new Refused(400);
        }
        boolean last = line.persistent()
                ? hasToken(fields, HeaderNames.CONNECTION, "close")
                : !hasToken(fields, HeaderNames.CONNECTION, "keep-alive");
        boolean awaitsContinue = line.persistent() && hasToken(fields, HeaderNames.EXPECT, "100-continue");
        return new RequestHead(line, new SentHeaders(fields), length(line, fields), last, awaitsContinue);
    }

    /** Refuses whatever two readers could read as two lengths: that is how requests are smuggled (RFC 9112 §11.2). */
    private static long length(RequestLine line, Headers fields) throws Refused {
        List<String> lengths = values(fields, HeaderNames.CONTENT_LENGTH);
        List<String> codings = values(fields, HeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return lengths.isEmpty() ? 0 : number(lengths);
        }
        String coding = codings.getLast().strip();
        if (!lengths.isEmpty() || !line.persistent() || codings.size() > 1 || !endsWithChunked(coding)) {
            throw new Refused(400);
        }
        if (!coding.equalsIgnoreCase("chunked")) {
            throw new Refused(501);
        }
        return CHUNKED;
    }

    private static long number(List<String> lengths) throws Refused {
        String digits = lengths.getFirst();
        if (lengths.size() > 1 || digits.isEmpty() || digits.length() > MAX_LENGTH_DIGITS) {
            throw new Refused(400);
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new Refused(400);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static boolean endsWithChunked(String coding) {
        int chunked = coding.length() - "chunked".length();
        return coding.regionMatches(true, chunked, "chunked", 0, "chunked".length());
    }

    private static boolean hasToken(Headers fields, HeaderName name, String token) {
        for (String value : values(fields, name)) {
            for (String one : value.split(",", -1)) {
                if (one.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> values(Headers fields, HeaderName name) {
        return fields.all(name, List::of);
    }
}
