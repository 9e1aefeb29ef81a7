package dev.portside.http.servlet;

import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.body.ReceivedBody;
import dev.portside.http.pipeline.Api;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;

/** One request and its answer, between the servlet API and ours. */
final class ServletExchange {

    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int FALLBACK = 500;

    private final HttpServletRequest servletRequest;
    private final HttpServletResponse servletResponse;
    private final Api api;
    private final Optional<String> place;

    ServletExchange(
            HttpServletRequest servletRequest, HttpServletResponse servletResponse, Api api, Optional<String> place) {
        this.servletRequest = servletRequest;
        this.servletResponse = servletResponse;
        this.api = api;
        this.place = place;
    }

    /** Answers the request or, as the container's error page, words what the container has refused. */
    void run() throws IOException {
        // The type of the dispatch would not do: behind an answer that broke off, Tomcat includes its error page.
        if (!(servletRequest.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer refused)) {
            answer();
        } else if (!servletResponse.isCommitted()) {
            write(api.refuse(refused >= 400 && refused < 600 ? refused : FALLBACK, headers()));
        }
    }

    private void answer() throws IOException {
        Mount mount = place.map(told -> Mount.at(told, servletRequest)).orElseGet(() -> Mount.of(servletRequest));
        Optional<Request> request = mount.below(servletRequest.getRequestURI())
                .map(path -> new Request(
                        servletRequest.getMethod(),
                        mount.encoded(),
                        path,
                        Objects.requireNonNullElse(servletRequest.getQueryString(), ""),
                        headers(),
                        body()));
        Response response =
                refused().or(() -> request.map(api::handle)).orElseGet(() -> api.refuse(NOT_FOUND, headers()));
        write(response);
        if (request.isPresent() && !request.get().body().isFinished()) {
            // All of the answer goes out before anything more is taken in. Tomcat would take it in at the end of the
            // answer,
            // for as long as some of it keeps coming; an answer of known length is out without having ended.
            if (response.payload() instanceof Payload.Bytes) {
                servletResponse.flushBuffer();
            } else {
                servletResponse.getOutputStream().close();
            }
            api.discardRest(request.get());
        }
    }

    /**
     * Refuses what a container lets pass: chunks of HTTP/1.0, which may have been sent by two programs that disagree
     * (RFC 9112 §6.1), and a target of another scheme.
     */
    private Optional<Response> refused() {
        boolean disagreeing = servletRequest.getProtocol().equals("HTTP/1.0")
                && servletRequest.getHeader("Transfer-Encoding") != null;
        String scheme = servletRequest.getScheme();
        boolean foreign = !scheme.equals("http") && !scheme.equals("https");
        return disagreeing || foreign
                ? Optional.of(api.refuse(BAD_REQUEST, headers()).with("Connection", "close"))
                : Optional.empty();
    }

    private Headers headers() {
        return name -> Collections.list(servletRequest.getHeaders(name));
    }

    /** Changes nothing when the container has answered already, as Tomcat does when a body cannot be read. */
    private void write(Response response) throws IOException {
        servletResponse.setStatus(response.status());
        for (Response.Field field : response.fields()) {
            servletResponse.addHeader(field.name(), field.value());
        }
        switch (response.payload()) {
            case Payload.None none -> {
                if (servletRequest.getMethod().equals("HEAD") || response.status() == NOT_MODIFIED) {
                    // Else a container may add a length of 0, which is not that of the GET (RFC 9110 §8.6).
                    servletResponse.flushBuffer();
                }
            }
            case Payload.Bytes(byte[] bytes) -> {
                servletResponse.setContentLength(bytes.length);
                servletResponse.getOutputStream().write(bytes);
            }
            case Payload.Stream(Payload.Writer writer, boolean endless) -> stream(writer);
        }
    }

    /**
     * Writes the stream. A failure in the middle is thrown on: containers then end the connection without ending the answer,
     * so that a client that is still there can notice that it did not get all of it. An answer that has not begun they
     * replace by another.
     */
    private void stream(Payload.Writer writer) throws IOException {
        try {
            writer.writeTo(servletResponse.getOutputStream());
        } catch (IOException e) {
            begin(e);
            throw e;
        }
    }

    private void begin(IOException failure) {
        try {
            servletResponse.flushBuffer();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Returns the body. The servlet API cannot say whether its client has left; the deadline ends work that is no longer
     * wanted.
     */
    private Body body() {
        long length = servletRequest.getContentLengthLong();
        boolean present = length > 0 || servletRequest.getHeader("Transfer-Encoding") != null;
        return new ReceivedBody(length, present, () -> new BodyStream(servletRequest.getInputStream()), () -> false);
    }
}
