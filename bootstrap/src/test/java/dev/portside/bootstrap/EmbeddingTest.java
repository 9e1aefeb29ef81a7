package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.cache.Cache;
import dev.portside.cache.CacheSettings;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.PostgresSettings;
import dev.portside.testkit.services.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the README tells those who embed Portside works as it stands there. */
class EmbeddingTest {

    @Test
    void the_core_works_by_itself() {
        assertEquals("Welcome, Ada Lovelace", greet("Ada Lovelace", "ada@example.org"));
    }

    private static String greet(String name, String address) {
        // README: core
        UserAccounts accounts = new UserAccounts(new InMemoryUserStore(), Clock.systemUTC());

        NewUser newcomer = new NewUser(new UserName(name), new EmailAddress(address));
        return switch (accounts.register(newcomer)) {
            case Registration.Registered(User user) -> "Welcome, " + user.name();
            case Registration.EmailTaken(EmailAddress email) -> email + " is taken";
        };
        // README: end
    }

    @Test
    void the_core_works_on_postgresql_behind_a_cache() {
        String databaseUrl = FullStack.url(TestPostgres.createDatabase());
        NewUser newcomer = new NewUser(new UserName("Ada"), new EmailAddress("ada@example.org"));
        // README: postgres
        try (Postgres postgres = Postgres.open(PostgresSettings.of(databaseUrl), new SimpleMeterRegistry());
                Cache cache = Cache.open(CacheSettings.defaults(new CacheSettings.None()), new SimpleMeterRegistry())) {
            postgres.migrate();
            UserAccounts accounts = new UserAccounts(cache.caching(postgres.users()), Clock.systemUTC());
            // README: end
            accounts.register(newcomer);
            Optional<User> found = accounts.byEmail(new EmailAddress("ADA@example.org"));
            assertEquals("Ada", found.orElseThrow().name().value());
        }
    }

    @Test
    void the_readme_has_these_very_lines() throws IOException {
        Path source = Path.of("src/test/java/dev/portside/bootstrap/EmbeddingTest.java");
        List<String> readme = stripped(Files.readString(Path.of("../README.md")));
        List<String> lines = stripped(Files.readString(source));
        int snippets = 0;
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).startsWith("// README: ") && !lines.get(start).endsWith("end")) {
                List<String> rest = lines.subList(start + 1, lines.size());
                List<String> snippet = rest.subList(0, rest.indexOf("// README: end"));
                assertTrue(Collections.indexOfSubList(readme, snippet) >= 0, () -> "not in the README: " + snippet);
                snippets++;
            }
        }
        assertEquals(2, snippets);
    }

    private static List<String> stripped(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
