package dev.portside.persistence;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database's address taken apart; the JDBC URL holds no credentials. */
record DatabaseUrl(String jdbcUrl, String user, String password) {

    private static final String EXPECTED = "; expected postgres://user:password@host:5432/database"
            + " (percent-encode / : @ ? # in user and password)"
            + " or jdbc:postgresql://host:5432/database?user=…&password=…";

    private static final String JDBC = "jdbc:postgresql:";
    private static final int DEFAULT_PORT = 5432;

    static DatabaseUrl parse(String url) {
        if (url.startsWith(JDBC)) {
            return fromJdbc(url);
        }
        if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
            return fromUri(url);
        }
        throw malformed("the database URL does not start with postgres:// or jdbc:postgresql:");
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "DatabaseUrl[jdbcUrl=" + jdbcUrl + ", user=" + user + ", password=***]";
    }

    private static DatabaseUrl fromJdbc(String url) {
        int question = url.indexOf('?');
        String address = question < 0 ? url : url.substring(0, question);
        if (address.indexOf('@') >= 0) {
            throw malformed("a jdbc: URL takes user and password as parameters, not before an @");
        }
        if (address.length() == JDBC.length()) {
            throw malformed("the database URL names no database");
        }
        Query query = Query.parse(question < 0 ? null : url.substring(question + 1));
        return new DatabaseUrl(address + query.rest(), query.user(), query.password());
    }

    private static DatabaseUrl fromUri(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Neither its message nor itself as the cause: both quote the whole URL, password and all.
            throw malformed("the database URL has a character that is not allowed at position " + e.getIndex());
        }
        if (uri.getHost() == null) {
            throw malformed("the database URL has no valid host and port");
        }
        String path = uri.getRawPath();
        if (path == null || path.length() < 2 || path.indexOf('/', 1) >= 0) {
            throw malformed("the database URL names no database behind the host");
        }
        if (uri.getRawFragment() != null) {
            throw malformed("the database URL has a # that is not percent-encoded");
        }
        Query query = Query.parse(uri.getRawQuery());
        String user = query.user();
        String password = query.password();
        String credentials = uri.getRawUserInfo();
        if (credentials != null) {
            int colon = credentials.indexOf(':');
            user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
            password = colon < 0 ? password : decode(credentials.substring(colon + 1));
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new DatabaseUrl(JDBC + "//" + uri.getHost() + ":" + port + path + query.rest(), user, password);
    }

    /** The parameters of a URL, credentials apart. */
    private record Query(String user, String password, String rest) {

        static Query parse(@Nullable String query) {
            String user = "";
            String password = "";
            List<String> rest = new ArrayList<>();
            for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw malformed("the database URL has a parameter without a value");
                }
                String value = pair.substring(equals + 1);
                switch (pair.substring(0, equals)) {
                    case "user" -> user = decode(value);
                    case "password" -> password = decode(value);
                    default -> rest.add(pair);
                }
            }
            return new Query(user, password, rest.isEmpty() ? "" : "?" + String.join("&", rest));
        }
    }

    /** Percent-decoding alone: in credentials, a plus sign is a plus sign. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("the database URL has a % that is not followed by two hexadecimal digits");
        }
    }

    private static IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException(what + EXPECTED);
    }
}
