package dev.portside.http.javalin;

import dev.portside.http.Api;
import dev.portside.http.Body;
import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** One request and its answer, between the servlet API and ours. */
final class ServletExchange {

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
        Response response = api.handle(request());
        try {
            write(response);
        } catch (IOException e) {
            abandon();
        }
    }

    private Request request() {
        return new Request(
                servletRequest.getMethod(),
                "",
                servletRequest.getRequestURI(),
                Objects.requireNonNullElse(servletRequest.getQueryString(), ""),
                name -> Collections.list(servletRequest.getHeaders(name)),
                new ServletBody(servletRequest));
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
                if (servletRequest.getMethod().equals("HEAD")) {
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
     * Ends the connection without ending the answer, so that a client that is still there can tell that it did not get
     * all of it. Throwing would not do: Javalin would take that for an answer of its own.
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

    private record ServletBody(HttpServletRequest request) implements Body {

        @Override
        public long declaredLength() {
            return request.getContentLengthLong();
        }

        @Override
        public InputStream open() throws IOException {
            return request.getInputStream();
        }

        /** Jetty does not look at a connection while its request is handled. The end is what can be read and has no bytes. */
        @Override
        public boolean clientHasLeft() {
            if (!(endPoint(request).getTransport() instanceof SocketChannel channel)) {
                return false;
            }
            try (Selector selector = Selector.open()) {
                channel.register(selector, SelectionKey.OP_READ);
                return selector.selectNow() > 0
                        && channel.socket().getInputStream().available() == 0;
            } catch (ClosedChannelException e) {
                return true;
            } catch (IOException e) {
                // Such as too many open files, which says nothing about the client.
                return false;
            }
        }
    }
}
