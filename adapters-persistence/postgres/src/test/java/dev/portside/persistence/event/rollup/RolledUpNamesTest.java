package dev.portside.persistence.event.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolledUpNamesTest {

    /** Else every name would be late some day, on a database whose events are removed when they are old. */
    @Test
    void names_that_have_gone_make_none_late() throws SQLException {
        List<String> names = IntStream.rangeClosed(1, RollupBudget.EARLY_NAMES + 20)
                .mapToObj(i -> "name " + i)
                .toList();
        try (Connection connection = OwnConnections.source(TestStorage.settings(TestStorage.migrated()))
                        .getConnection();
                Statement statement = connection.createStatement()) {
            assertEquals(names.size(), place(connection, names, names.getLast()));

            statement.execute("delete from event_names where name <> '" + names.getLast() + "'");

            assertEquals(2, place(connection, List.of("new"), "new"));
            assertEquals(1, place(connection, names.subList(names.size() - 1, names.size()), names.getLast()));
        }
    }

    private static long place(Connection connection, List<String> names, String name) throws SQLException {
        return RolledUpNames.of(connection, names, PostgresSettings.DEFAULT_MAX_EVENT_NAMES)
                .usage(name)
                .place();
    }
}
