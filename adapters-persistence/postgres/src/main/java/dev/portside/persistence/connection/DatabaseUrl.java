package dev.portside.persistence.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** A database's address taken apart; the JDBC URL holds no credentials. */
public record DatabaseUrl(String jdbcUrl, String user, String password) {

    private static final String EXPECTED = "; expected postgres://user:password@host:5432/database"
            + " (percent-encode / : @ ? # in user and password)"
            + " or jdbc:postgresql://host:5432/database?user=…&password=…";

    private static final String JDBC = "jdbc:postgresql:";
    private static final String LOCALHOST = "localhost";
    private static final int DEFAULT_PORT = 5432;

    /** Names that PostgreSQL's own library has, and addresses from elsewhere come with. */
    private static final Map<String, String> FOR_LIBPQ = Map.of(
            "application_name", PGProperty.APPLICATION_NAME.getName(),
            "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
            "channel_binding", PGProperty.CHANNEL_BINDING.getName(),
            "gssencmode", PGProperty.GSS_ENC_MODE.getName());

    public static DatabaseUrl parse(String url) {
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
                    default ->
                        rest.add(known(pair.substring(0, equals)) + "=" + valid(pair.substring(0, equals), value));
                }
            }
            return new Query(user, password, rest.isEmpty() ? "" : "?" + String.join("&", rest));
        }
    }

    /** The name as pgjdbc has it; it takes others in silence, and does without what was meant. */
    private static String known(String name) {
        String known = FOR_LIBPQ.getOrDefault(name, name);
        if (PGProperty.forName(known) != null) {
            return known;
        }
        String alike = Stream.of(PGProperty.values())
                .map(PGProperty::getName)
                .filter(one -> isNear(one.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(one -> ", but knows " + one)
                .orElse("");
        throw malformed("the database URL has the parameter " + name + ", which PostgreSQL's JDBC driver does not know"
                + alike);
    }

    private static String valid(String name, String value) {
        PGProperty property = PGProperty.forName(known(name));
        String[] choices = property == null ? null : property.getChoices();
        if (choices != null && !List.of(choices).contains(decode(value))) {
            throw malformed("the database URL has another value for " + name + " than " + String.join(", ", choices));
        }
        return value;
    }

    /** Returns whether one letter more, less or other makes one of the other. */
    private static boolean isNear(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int front = 0;
        while (front < most && one.charAt(front) == other.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < most - front && one.charAt(one.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
            back++;
        }
        return Math.max(one.length(), other.length()) - front - back <= 1;
    }

    /** Returns whether the URL gives this parameter, by its name in pgjdbc. */
    static boolean gives(String jdbcUrl, PGProperty property) {
        int question = jdbcUrl.indexOf('?');
        return question >= 0
                && Stream.of(jdbcUrl.substring(question + 1).split("&"))
                        .anyMatch(pair -> pair.startsWith(property.getName() + "="));
    }

    /**
     * Returns a warning about a remote address that leaves encryption to the server; empty when the URL decides, or
     * when nothing leaves this machine.
     */
    public Optional<String> encryptionIsOpen() {
        boolean said = Stream.of(PGProperty.SSL, PGProperty.SSL_MODE, PGProperty.SOCKET_FACTORY)
                .anyMatch(property -> gives(jdbcUrl, property));
        return said || hosts().allMatch(DatabaseUrl::isHere)
                ? Optional.empty()
                : Optional.of("DATABASE_URL has no sslmode: what goes to " + String.join(", ", hosts().toList())
                        + " is encrypted only if the server offers it, and its certificate is not checked; add"
                        + " sslmode=verify-full (with sslrootcert=…), or at least sslmode=require");
    }

    private Stream<String> hosts() {
        String rest = jdbcUrl.substring(JDBC.length());
        if (!rest.startsWith("//")) {
            return Stream.of(LOCALHOST);
        }
        int end = rest.indexOf('/', 2);
        return Stream.of(rest.substring(2, end < 0 ? rest.length() : end).split(","))
                .map(host -> host.replaceFirst(":[0-9]*$", ""));
    }

    private static boolean isHere(String host) {
        return host.isEmpty() || host.equals(LOCALHOST) || host.startsWith("127.") || host.equals("[::1]");
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
