package dev.portside.persistence;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.persistence.WideProperties.Property;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<Property, Set<String>> values = new HashMap<>();
    private final Set<Property> tooMany = new HashSet<>();
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
            Property property = new Property(name, entry.getKey().value());
            if (!wide.test(name, property.property()) && !tooMany.contains(property)) {
                add(event, property, hour, entry.getValue());
            }
        }
    }

    private void add(Event event, Property property, Instant hour, String value) {
        if (value.length() > MAX_VALUE_LENGTH) {
            delta(property.name(), property.property(), hour, null);
            return;
        }
        Set<String> known = values.computeIfAbsent(property, any -> new HashSet<>());
        known.add(value);
        if (known.size() <= CompactionStatements.MAX_VALUES) {
            delta(property.name(), property.property(), hour, value).add(event);
            return;
        }
        // There will be no rollups of it, and these alone could be as many as events and fill the memory.
        tooMany.add(property);
        values.remove(property);
        deltas.keySet().removeIf(key -> property.equals(new Property(key.name(), key.property())));
        delta(property.name(), property.property(), hour, null);
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
