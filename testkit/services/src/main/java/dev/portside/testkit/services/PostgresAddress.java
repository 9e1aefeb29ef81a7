package dev.portside.testkit.services;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server, its first database, and who may create databases on it. */
record PostgresAddress(String host, int port, String database, String user, String password) {

    private static final int DEFAULT_PORT = 5432;

    /** Reads {@code postgres://user:pass@host:port/db} or {@code jdbc:postgresql://host:port/db?user=…&password=…}. */
    static PostgresAddress parse(String variable, String address) {
        URI uri = URI.create(address.startsWith("jdbc:") ? address.substring("jdbc:".length()) : address);
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String userInfo = uri.getRawUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            parameters.put("user", decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
            parameters.put("password", colon < 0 ? "" : decode(userInfo.substring(colon + 1)));
        }
        String user = parameters.get("user");
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2 || user == null) {
            // Not the address itself: it may hold a password.
            throw new IllegalStateException(
                    variable + " must look like postgres://user:password@host:5432/database; unset it to do without");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new PostgresAddress(
                uri.getHost(), port, uri.getPath().substring(1), user, parameters.getOrDefault("password", ""));
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The PostgreSQL for tests at " + host + ":" + port + " refused \"" + sql + "\": " + e.getMessage(),
                    e);
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
