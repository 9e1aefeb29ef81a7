package dev.portside.http.filter;

import dev.portside.http.Payload;
import dev.portside.http.ProblemException;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.body.MeteredOutputStream;
import dev.portside.http.json.ProblemJson;
import dev.portside.http.route.Call;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what responses hold until they are sent: the memory of large ones, the number of streams, and how slowly a client may
 * take them. Removes the content from responses to HEAD.
 */
public final class ResponseLimits implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseLimits.class);

    private final Semaphore streams;
    private final int minRate;

    public ResponseLimits(int maxStreams, int minRate) {
        this.streams = new Semaphore(maxStreams);
        this.minRate = minRate;
    }

    @Override
    public Response handle(Call call, Handler next) {
        try {
            return bounded(call, next.handle(call));
        } catch (ProblemException e) {
            call.releaseResponseMemory();
            return ProblemJson.response(e.problem(), call.requestId());
        }
    }

    private Response bounded(Call call, Response response) {
        boolean bodiless = call.request().method().equals("HEAD");
        return switch (response.payload()) {
            case Payload.None none -> released(call, response);
            case Payload.Bytes(byte[] bytes)
            when bodiless ->
                released(
                        call,
                        response.with("Content-Length", Integer.toString(bytes.length))
                                .with(Payload.NONE));
            case Payload.Bytes(byte[] bytes) -> kept(call, response, bytes);
            case Payload.Stream stream when bodiless -> released(call, response.with(Payload.NONE));
            case Payload.Stream stream -> {
                if (!stream.endless() && !streams.tryAcquire()) {
                    throw StandardProblems.tooManyStreams().exception();
                }
                yield released(call, response.with(new Payload.Stream(out -> write(stream, out), stream.endless())));
            }
        };
    }

    /** Only a large response keeps its memory until it is sent. */
    private static Response released(Call call, Response response) {
        call.releaseResponseMemory();
        return response;
    }

    /** Sends a large response as a stream of known length, whose end gives its memory back. */
    private static Response kept(Call call, Response response, byte[] bytes) {
        return call.keepResponseMemory(bytes.length)
                ? response.with("Content-Length", Integer.toString(bytes.length))
                        .with(new Payload.Stream(out -> call.sendKept(bytes, out), false))
                : response;
    }

    private void write(Payload.Stream stream, OutputStream out) throws IOException {
        try {
            // An endless one is as slow as its events are.
            stream.writer().writeTo(new MeteredOutputStream(out, stream.endless() ? 0 : minRate));
        } catch (RuntimeException e) {
            LOG.warn("Stream cut off: {}", e.getMessage());
            throw new IOException("The stream could not be made whole.", e);
        } finally {
            if (!stream.endless()) {
                streams.release();
            }
        }
    }
}
