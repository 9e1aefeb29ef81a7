package dev.portside.http.javalin;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's HTTP/1.1, which in a few places takes more than the standard has, or acts on less: request lines with more than one
 * blank or a version in lower case, an {@code Expect} of HTTP/1.0 or without a body, an {@code Upgrade} that is not meant for it.
 */
@SuppressWarnings(
        "SameNameButDifferent") // Jetty's handler of a connection is an inner class of the same name as the parser's
final class ExactHttp extends HttpConnectionFactory {

    private static final String REQUEST_ID = "X-Request-Id";

    /**
     * HTTP/1.1 so configured.
     *
     * @param maxChunk bytes; a larger chunk is refused before it is read
     */
    ExactHttp(HttpConfiguration configuration, int maxChunk) {
        super(configuration);
        setTransferEncodingChunkMaxLength(maxChunk);
    }

    // As the superclass does; the two properties go when it stops to.
    @Override
    @SuppressWarnings("removal")
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new ExactConnection(getHttpConfiguration(), connector, endPoint);
        connection.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
        connection.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /** Returns the values of a field that every answer depends on, as far as a request that Jetty refuses had sent them. */
    static List<String> sentSoFar(ConnectionMetaData connection, String name) {
        return connection instanceof ExactConnection exact
                        && exact.handler instanceof ExactConnection.ExactHandler handler
                ? handler.soFar.getValuesList(name)
                : List.of();
    }

    private static final class ExactConnection extends HttpConnection {

        // Set while the superclass is made, so it must not be given a value here.
        private @Nullable RequestHandler handler;

        ExactConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            RequestHandler exact = new ExactHandler();
            handler = exact;
            return exact;
        }

        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            RequestHandler exact = handler == null ? newRequestHandler() : handler;
            HttpConfiguration configuration = getHttpConfiguration();
            HttpParser parser = new ExactParser(exact, configuration.getRequestHeaderSize(), compliance);
            parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
            parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
            return parser;
        }

        /** Withholds fields that Jetty would act on. */
        private final class ExactHandler extends RequestHandler {

            private final HttpFields.Mutable soFar = HttpFields.build();
            private @Nullable HttpField expect;
            private boolean modern;
            private boolean body;

            @Override
            public void startRequest(String method, String uri, HttpVersion version) {
                soFar.clear();
                expect = null;
                modern = version == HttpVersion.HTTP_1_1;
                body = false;
                super.startRequest(method, uri, version);
            }

            @Override
            public void parsedHeader(HttpField field) {
                HttpHeader name = field.getHeader();
                if (name == HttpHeader.ORIGIN || (name == null && field.is(REQUEST_ID))) {
                    soFar.add(field);
                }
                if (name == HttpHeader.UPGRADE) {
                    // There is nothing to upgrade to (RFC 9110 §7.8).
                    return;
                }
                if (name == HttpHeader.EXPECT) {
                    expect = field;
                    return;
                }
                body |= name == HttpHeader.TRANSFER_ENCODING
                        || (name == HttpHeader.CONTENT_LENGTH && !"0".equals(field.getValue()));
                super.parsedHeader(field);
            }

            /** An expectation of HTTP/1.0 is ignored, and without a body there is nothing to expect (RFC 9110 §10.1.1). */
            @Override
            public boolean headerComplete() {
                HttpField withheld = expect;
                if (withheld != null && modern && body) {
                    super.parsedHeader(withheld);
                }
                return super.headerComplete();
            }
        }
    }

    /** Spoils a request line that is not written as RFC 9112 §3 has it, so that Jetty refuses it as it does any other. */
    private static final class ExactParser extends HttpParser {

        private static final String VERSION = "HTTP/";
        private static final byte ILLEGAL = 0;

        private boolean inLine;
        private int blanks;
        private int inVersion;
        private byte last;

        ExactParser(RequestHandler handler, int maxHeaderBytes, HttpCompliance compliance) {
            super(handler, maxHeaderBytes, compliance);
        }

        @Override
        public boolean parseNext(ByteBuffer buffer) {
            if (isState(State.START)) {
                inLine = true;
                blanks = 0;
                inVersion = 0;
                last = '\n';
            }
            for (int i = buffer.position(); inLine && i < buffer.limit(); i++) {
                if (!isExact(buffer.get(i))) {
                    buffer.put(i, ILLEGAL);
                    inLine = false;
                }
            }
            return super.parseNext(buffer);
        }

        private boolean isExact(byte next) {
            boolean leading = last == '\n' && (next == '\r' || next == '\n');
            boolean doubled = next == ' ' && (last == ' ' || blanks == 2);
            boolean exact = !doubled;
            if (blanks == 2 && inVersion < VERSION.length()) {
                exact &= next == VERSION.charAt(inVersion++);
            }
            blanks += next == ' ' ? 1 : 0;
            inLine = leading || next != '\n';
            last = leading ? (byte) '\n' : next;
            return exact;
        }
    }
}
