package dev.portside.http.javalin;

import dev.portside.http.Body;
import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.body.ReceivedBody;
import dev.portside.http.pipeline.Api;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;

/** One request and its answer, between the servlet API and ours. */
final class ServletExchange {

    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;

    private final HttpServletRequest servletRequest;
    private final HttpServletResponse servletResponse;
    private final Api api;
    private final BooleanSupplier last;

    /** The supplier says whether this is the last exchange on its connection. */
    ServletExchange(
            HttpServletRequest servletRequest, HttpServletResponse servletResponse, Api api, BooleanSupplier last) {
        this.servletRequest = servletRequest;
        this.servletResponse = servletResponse;
        this.api = api;
        this.last = last;
    }

    void run() {
        Request request = request();
        // Chunks are of HTTP/1.1; what sent them so may have been two programs that disagree (RFC 9112 §6.1).
        boolean disagreeing = servletRequest.getProtocol().equals("HTTP/1.0")
                && servletRequest.getHeader("Transfer-Encoding") != null;
        Response response = disagreeing
                ? api.refuse(BAD_REQUEST, request.headers()).with("Connection", "close")
                : api.handle(request);
        try {
            write(response);
            if (!request.body().isFinished()) {
                // All of the answer goes out before anything more is taken in.
                servletResponse.getOutputStream().close();
                if (!api.discardRest(request)) {
                    abandon();
                }
            }
        } catch (IOException e) {
            abandon();
        }
    }

    private Request request() {
        return new Request(
                servletRequest.getMethod(),
                "",
                target(),
                Objects.requireNonNullElse(servletRequest.getQueryString(), ""),
                name -> Collections.list(servletRequest.getHeaders(name)),
                body());
    }

    private void write(Response response) throws IOException {
        // Javalin has set its default already.
        servletResponse.setContentType(null);
        servletResponse.setStatus(response.status());
        for (Response.Field field : response.fields()) {
            servletResponse.addHeader(field.name(), field.value());
        }
        if (last.getAsBoolean()) {
            servletResponse.setHeader("Connection", "close");
        }
        switch (response.payload()) {
            case Payload.None none -> {
                if (servletRequest.getMethod().equals("HEAD") || response.status() == NOT_MODIFIED) {
                    // Else Jetty would add a length of 0, which is not that of the GET (RFC 9110 §8.6).
                    servletResponse.flushBuffer();
                }
            }
            case Payload.Bytes(byte[] bytes) -> {
                servletResponse.setContentLength(bytes.length);
                servletResponse.getOutputStream().write(bytes);
            }
            case Payload.Stream(Payload.Writer writer, boolean endless) ->
                writer.writeTo(servletResponse.getOutputStream());
        }
    }

    /**
     * Ends the connection without ending the answer, so that a client that is still there can notice that it did not get all
     * of it. Throwing would not do: Javalin would take that for an answer of its own.
     */
    private void abandon() {
        endPoint(servletRequest).close();
    }

    private static EndPoint endPoint(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** As it was sent, where Jetty has taken it apart: a URI of another scheme, or the server as such. */
    private String target() {
        HttpURI uri =
                ServletContextRequest.getServletContextRequest(servletRequest).getHttpURI();
        boolean http =
                uri.getScheme() == null || HttpScheme.HTTP.is(uri.getScheme()) || HttpScheme.HTTPS.is(uri.getScheme());
        return !http ? uri.asString() : "*".equals(uri.getPath()) ? "*" : servletRequest.getRequestURI();
    }

    private Body body() {
        boolean present =
                servletRequest.getContentLengthLong() > 0 || servletRequest.getHeader("Transfer-Encoding") != null;
        return new ReceivedBody(
                servletRequest.getContentLengthLong(), present, servletRequest::getInputStream, this::clientHasLeft);
    }

    /** Jetty does not look at a connection while its request is handled. The end is what can be read and has no bytes. */
    private boolean clientHasLeft() {
        if (!(endPoint(servletRequest).getTransport() instanceof SocketChannel channel)) {
            return false;
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            return selector.selectNow() > 0 && channel.socket().getInputStream().available() == 0;
        } catch (ClosedChannelException e) {
            return true;
        } catch (IOException e) {
            // Such as too many open files, which says nothing about the client.
            return false;
        }
    }
}
