package dev.portside.cache.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One Redis server, as its URL names it. */
record RedisAddress(
        boolean tls,
        String host,
        int port,
        int database,
        @Nullable String user,
        @Nullable String password) {

    private static final int DEFAULT_PORT = 6379;

    /** @throws IllegalArgumentException when the URL is malformed; the message never holds the password */
    static RedisAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Neither the text nor the cause is passed on: both hold the password.
            throw new IllegalArgumentException("must be an address such as redis://host:6379, but is malformed at"
                    + " character " + (e.getIndex() + 1) + "; percent-encode special characters of the password");
        }
        String scheme = uri.getScheme();
        if (!"redis".equals(scheme) && !"rediss".equals(scheme)) {
            throw new IllegalArgumentException("must start with redis:// or, for TLS, rediss://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "must name a host, as in redis://host:6379; percent-encode special characters of the password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must end after the database number; use a Redisson YAML file for more than an address");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("must have a port from 1 to 65535, but has " + port);
        }
        String info = uri.getRawUserInfo();
        int colon = info == null ? -1 : info.indexOf(':');
        if (info != null && colon < 0) {
            throw new IllegalArgumentException("must have a colon before the password, as in redis://:password@host");
        }
        return new RedisAddress(
                scheme.equals("rediss"),
                uri.getHost(),
                port,
                database(uri.getRawPath()),
                info == null || colon == 0 ? null : decode(info.substring(0, colon)),
                info == null ? null : decode(info.substring(colon + 1)));
    }

    /** Address in Redisson's form: the rest goes into its configuration. */
    String withoutCredentials() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port;
    }

    @Override
    public String toString() {
        return withoutCredentials() + (database == 0 ? "" : "/" + database);
    }

    private static int database(@Nullable String path) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "must have a database number after the host, as in redis://host:6379/0, but has " + path);
        }
        return Integer.parseInt(path.substring(1));
    }

    private static String decode(String part) {
        // A plus stands for itself in a URL's authority; only forms use it for a space.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
