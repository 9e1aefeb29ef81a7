package dev.portside.persistence;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What events that are stored together add to the rollups. */
final class EventDeltas {

    /** Of an event; more, and none of its name are told from rollups. */
    private static final int MAX_PROPERTIES = 50;

    /** A longer value is not worth a line of a chart. */
    private static final int MAX_VALUE_LENGTH = 200;

    /** In place of a property: the events as such. */
    static final String NO_PROPERTY = "";

    /** In place of a value. */
    static final String NO_VALUE = "";

    private record Key(
            String name,
            String property,
            Instant hour,
            @Nullable String value) {}

    /** What is added to one rollup. */
    private static final class Delta {
        private final PeopleSketch people = new PeopleSketch();
        private long count;

        void add(Event event) {
            count++;
            event.person().ifPresent(person -> people.add(person.value()));
        }
    }

    private final Map<Key, Delta> deltas = new HashMap<>();
    private final BiPredicate<String, String> wide;

    /** @param wide of a name and a property, which is known to have no rollups */
    EventDeltas(BiPredicate<String, String> wide) {
        this.wide = wide;
    }

    void add(NewEvent added) {
        Event event = added.event();
        String name = event.name().value();
        Instant hour = Span.HOUR.floor(event.at());
        delta(name, NO_PROPERTY, hour, NO_VALUE).add(event);
        if (added.values().isEmpty() || wide.test(name, NO_PROPERTY)) {
            return;
        }
        if (added.values().size() > MAX_PROPERTIES) {
            delta(name, NO_PROPERTY, hour, null);
            return;
        }
        for (Map.Entry<PropertyName, String> entry : added.values().entrySet()) {
            String property = entry.getKey().value();
            if (!wide.test(name, property)) {
                String value = entry.getValue();
                delta(name, property, hour, value.length() > MAX_VALUE_LENGTH ? null : value)
                        .add(event);
            }
        }
    }

    private Delta delta(String name, String property, Instant hour, @Nullable String value) {
        return deltas.computeIfAbsent(new Key(name, property, hour, value), any -> new Delta());
    }

    void write(Connection connection) throws SQLException {
        if (deltas.isEmpty()) {
            return;
        }
        int size = deltas.size();
        String[] names = new String[size];
        String[] properties = new String[size];
        String[] hours = new String[size];
        List<@Nullable String> values = new ArrayList<>(size);
        Long[] counts = new Long[size];
        List<byte @Nullable []> sketches = new ArrayList<>(size);
        int i = 0;
        for (Map.Entry<Key, Delta> entry : deltas.entrySet()) {
            names[i] = entry.getKey().name();
            properties[i] = entry.getKey().property();
            hours[i] = Times.text(entry.getKey().hour());
            values.add(entry.getKey().value());
            counts[i] = entry.getValue().count;
            sketches.add(entry.getValue().people.bytes());
            i++;
        }
        EventStatements.ADD_DELTAS.write(
                connection,
                names,
                properties,
                hours,
                values.toArray(new String[0]),
                counts,
                sketches.toArray(new byte[0][]));
    }
}
