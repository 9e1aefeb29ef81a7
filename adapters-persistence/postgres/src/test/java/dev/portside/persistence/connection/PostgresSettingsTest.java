package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://ada:pw@db.example.org:5433/app, jdbc:postgresql://db.example.org:5433/app, ada, pw",
        "postgresql://ada:pw@localhost/app, jdbc:postgresql://localhost:5432/app, ada, pw",
        "postgres://ada:p%40s%2Fs%3A+w@h/app?sslmode=require, jdbc:postgresql://h:5432/app?sslmode=require, ada,"
                + " p@s/s:+w",
        "postgres://ada:a:b@h/app, jdbc:postgresql://h:5432/app, ada, a:b",
        "postgres://ada@[::1]:5433/app, jdbc:postgresql://[::1]:5433/app, ada, ''",
        "postgres://h/my%20app?user=ada&password=p%26w, jdbc:postgresql://h:5432/my%20app, ada, p&w",
        "'jdbc:postgresql://a:1,b:2/app?user=ada&password=p%26w&sslmode=require',"
                + " 'jdbc:postgresql://a:1,b:2/app?sslmode=require', ada, p&w",
        "jdbc:postgresql:app, jdbc:postgresql:app, '', ''",
    })
    void a_url_is_taken_apart(String url, String jdbcUrl, String user, String password) {
        PostgresSettings settings = PostgresSettings.of(url);

        assertEquals(jdbcUrl, settings.jdbcUrl());
        assertEquals(user, settings.user());
        assertEquals(password, settings.password());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://ada:secret@h/app",
                "postgres://ada:secret@h",
                "postgres://ada:secret@h/",
                "postgres://ada:secret@h/a/b",
                "postgres://ada:sec ret@h/app",
                "postgres://ada:secret#x@h/app",
                "postgres://ada:secret@h:port/app",
                "postgres://ada:secret@/app",
                "postgres://ada:secret%zz@h/app",
                "postgres://ada:secret@h/app?sslmode",
                "postgres://ada:secret@h/app?password=secret%2",
                "jdbc:postgresql://ada:secret@h/app",
                "jdbc:postgresql:",
                "jdbc:mysql://h/app?password=secret",
            })
    void a_malformed_url_is_refused_with_what_is_expected_and_without_the_password(String url) {
        var refused = assertThrows(IllegalArgumentException.class, () -> PostgresSettings.of(url));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("expected postgres://user:password@host:5432/database"), message);
        assertFalse(message.contains("secret") || message.contains("sec ret"), message);
        assertEquals(null, refused.getCause());
    }

    @ParameterizedTest
    @CsvSource({
        "sslmod=require, 'sslmod, which PostgreSQL''s JDBC driver does not know, but knows sslmode'",
        "currentschema=a, 'currentschema, which PostgreSQL''s JDBC driver does not know, but knows currentSchema'",
        "pgbouncer=true, 'pgbouncer, which PostgreSQL''s JDBC driver does not know;'",
        "sslmode=requires, 'another value for sslmode than disable, allow, prefer, require, verify-ca, verify-full'",
    })
    void a_parameter_that_nobody_knows_is_a_mistake(String parameter, String message) {
        for (String url : List.of("postgres://ada:secret@h/app?", "jdbc:postgresql://h/app?")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> PostgresSettings.of(url + parameter));

            assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
        }
    }

    @Test
    void names_of_postgresqls_own_library_are_understood() {
        assertEquals(
                "jdbc:postgresql://h:5432/app?sslmode=require&channelBinding=require&connectTimeout=5",
                PostgresSettings.of("postgres://h/app?sslmode=require&channel_binding=require&connect_timeout=5")
                        .jdbcUrl());
    }

    @Test
    void what_the_url_says_is_not_overruled() {
        var source = OwnConnections.source(
                PostgresSettings.of("postgres://h/app?ApplicationName=shop&connectTimeout=7&tcpKeepAlive=false"));

        assertEquals("shop", source.getApplicationName());
        assertEquals(7, source.getConnectTimeout());
        assertFalse(source.getTcpKeepAlive());
        assertEquals(
                "portside",
                OwnConnections.source(PostgresSettings.of("postgres://h/app")).getApplicationName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgres://db.example.org/app", "jdbc:postgresql://localhost:1,10.0.0.1:2/app?currentSchema=a"})
    void an_address_elsewhere_that_leaves_encryption_open_is_warned_of(String url) {
        String warning = DatabaseUrl.parse(url).encryptionIsOpen().orElseThrow();

        assertTrue(warning.contains("sslmode=verify-full"), warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://db.example.org/app?sslmode=disable",
                "postgres://localhost/app",
                "postgres://127.0.0.1:5433/app",
                "postgres://[::1]/app",
                "jdbc:postgresql:app",
                "jdbc:postgresql://db/app?ssl=true",
            })
    void nobody_is_warned_who_has_said_it_or_stays_here(String url) {
        assertEquals(Optional.empty(), DatabaseUrl.parse(url).encryptionIsOpen());
    }

    @Test
    void limits_out_of_range_are_refused() {
        Duration second = Duration.ofSeconds(1);

        assertRefused("pool max must be 1 to 1000, but was 0", 0, 0, second, second);
        assertRefused("pool max must be 1 to 1000, but was 1001", 1001, 0, second, second);
        assertRefused("pool min must be 0 to pool max (5), but was 6", 5, 6, second, second);
        assertRefused("acquire timeout must be at least 250 ms, but was 1 ms", 5, 5, Duration.ofMillis(1), second);
        assertRefused("statement timeout must be at least 1 s, but was 1 ms", 5, 5, second, Duration.ofMillis(1));
    }

    @Test
    void the_password_is_not_in_the_text() {
        String text = PostgresSettings.of("postgres://ada:secret@h/app").toString();

        assertTrue(text.contains("ada"), text);
        assertFalse(text.contains("secret"), text);
    }

    private static void assertRefused(String message, int max, int min, Duration acquire, Duration statement) {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> PostgresSettings.parse("postgres://ada:pw@h/app", max, min, acquire, statement));
        assertEquals(message, refused.getMessage());
    }
}
