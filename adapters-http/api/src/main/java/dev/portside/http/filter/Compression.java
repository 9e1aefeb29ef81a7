package dev.portside.http.filter;

import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.route.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses text with gzip when the client takes it and it is worth it (RFC 9110 §12.5.3). What carries a strong entity
 * tag is sent as it is, because such a tag names exact bytes (RFC 9110 §8.8.3.3).
 */
public final class Compression {

    /** Content that fits into one TCP segment does not arrive sooner when it is smaller. */
    private static final int WORTH_BYTES = 1_400;

    private static final int BUFFER_BYTES = 8 * 1024;

    private static final Response.Field ANNOUNCEMENT = new Response.Field("Vary", "Accept-Encoding");

    private Compression() {}

    /** Says that the answer depends on {@code Accept-Encoding}, when it does; also a 304 in its place must say so. */
    public static Response announce(Response response) {
        return isCompressible(response) ? response.with(ANNOUNCEMENT.name(), ANNOUNCEMENT.value()) : response;
    }

    /** Compresses what was announced, when the client takes it. */
    public static Response apply(Request request, Response response) {
        if (!response.fields().contains(ANNOUNCEMENT)
                || !takesGzip(request.headers().joined("Accept-Encoding"))) {
            return response;
        }
        return switch (response.payload()) {
            case Payload.None none -> response;
            case Payload.Bytes(byte[] bytes) -> encoded(response, new Payload.Bytes(gzip(bytes)));
            case Payload.Stream(Payload.Writer writer, boolean endless) ->
                encoded(response, new Payload.Stream(out -> gzip(writer, out), endless));
        };
    }

    private static Response encoded(Response response, Payload compressed) {
        return response.with(compressed).with("Content-Encoding", "gzip");
    }

    private static boolean isCompressible(Response response) {
        boolean worth = switch (response.payload()) {
            case Payload.None none -> false;
            case Payload.Bytes(byte[] bytes) -> bytes.length >= WORTH_BYTES;
            // Of an endless one, what there is must go out now, and gzip needs more to work with.
            case Payload.Stream stream -> !stream.endless();
        };
        String type = response.first("Content-Type").orElse("");
        boolean text = type.startsWith("text/") || type.contains("json");
        boolean strong =
                response.first("ETag").filter(tag -> !tag.startsWith("W/")).isPresent();
        return worth && text && !strong;
    }

    /** Returns whether gzip may be sent and is wanted at least as much as the plain content (RFC 9110 §12.5.3). */
    private static boolean takesGzip(String acceptEncoding) {
        if (acceptEncoding.isEmpty()) {
            return false;
        }
        double gzip = -1;
        double any = -1;
        double identity = -1;
        for (String coding : acceptEncoding.split(",", -1)) {
            switch (MediaTypes.type(coding)) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, MediaTypes.quality(coding));
                case "identity" -> identity = MediaTypes.quality(coding);
                case "*" -> any = MediaTypes.quality(coding);
                default -> {
                    // Not one that is made here.
                }
            }
        }
        double wanted = gzip >= 0 ? gzip : any;
        return wanted > 0 && wanted >= identity;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (OutputStream gzip = new FastGzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written.", e);
        }
        return out.toByteArray();
    }

    /** The trailer is written only behind complete content, so that a client can detect a stream that was cut off. */
    private static void gzip(Payload.Writer writer, OutputStream out) throws IOException {
        FastGzip gzip = new FastGzip(out);
        try {
            writer.writeTo(gzip);
            gzip.finish();
        } finally {
            gzip.free();
        }
    }

    /** Level 1: for JSON it is within a few per cent of the default's size for less than half of its time. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }

        /** Gives back zlib's memory, which lies outside the heap. */
        void free() {
            def.end();
        }
    }
}
