package dev.portside.persistence.event.rollup;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.persistence.statement.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Additions to the rollups by events that are stored together. */
public final class EventDeltas {

    /** Of an event; one of more is left out of the rollups of its properties. */
    private static final int MAX_PROPERTIES = 50;

    /** Of all events of a name that are stored together; one that brings more is left out. Each is a row of its own. */
    private static final int MAX_PROPERTIES_TOGETHER = 500;

    /** A longer value is not worth a line of a chart. */
    private static final int MAX_VALUE_LENGTH = 200;

    /** In place of a property: the events as such. */
    public static final String NO_PROPERTY = "";

    /**
     * In place of a property, which cannot be named so: events that are left out of the rollups of properties, whose values are
     * where each is found. They are few, and counted one by one, so that no other answers take longer because of them.
     */
    public static final String LEFT_OUT = "\u0001";

    public static final String LEFT_OUT_SEPARATOR = "@";

    /** In place of a value. */
    static final String NO_VALUE = "";

    /** A rollup of a property. */
    private record Key(String name, int hour, String value) {}

    /** Addition to one rollup. */
    private static final class Delta {
        private final DistinctCountSketch people = new DistinctCountSketch();
        private long count;

        void add(Event event) {
            count++;
            event.person().ifPresent(person -> people.add(person.value()));
        }
    }

    /** Additions to the rollups of one property. */
    private static final class Deltas {
        private final Map<Key, Delta> byKey = new LinkedHashMap<>();
        private final Map<String, Set<String>> values = new HashMap<>();
        private final Set<String> notKept = new HashSet<>();

        void add(Event event, int hour, String value) {
            byKey.computeIfAbsent(new Key(event.name().value(), hour, value), any -> new Delta())
                    .add(event);
        }

        void leaveOut(String name) {
            notKept.remove(name);
            values.remove(name);
            byKey.keySet().removeIf(key -> key.name().equals(name));
        }

        void addValue(Event event, int hour, String value) {
            String name = event.name().value();
            if (notKept.contains(name)) {
                return;
            }
            Set<String> known = values.computeIfAbsent(name, any -> new HashSet<>());
            known.add(value);
            if (value.length() <= MAX_VALUE_LENGTH && known.size() <= CompactionStatements.MAX_VALUES) {
                add(event, hour, value);
                return;
            }
            // There will be no rollups of it, and these alone could be as many as events and fill the memory.
            leaveOut(name);
            notKept.add(name);
        }

        CompactionStatements.Deltas columns(String property) {
            int size = byKey.size();
            String[] names = new String[size];
            Integer[] hours = new Integer[size];
            String[] counted = new String[size];
            Long[] counts = new Long[size];
            byte[] @Nullable [] sketches = new byte[size][];
            int i = 0;
            for (Map.Entry<Key, Delta> entry : byKey.entrySet()) {
                names[i] = entry.getKey().name();
                hours[i] = entry.getKey().hour();
                counted[i] = entry.getKey().value();
                counts[i] = entry.getValue().count;
                sketches[i] = entry.getValue().people.bytes();
                i++;
            }
            return new CompactionStatements.Deltas(
                    property, names, hours, counted, counts, sketches, notKept.toArray(new String[0]));
        }
    }

    /** In order, so that it is known how many events there are before what is rolled up of them. */
    private final Map<String, Deltas> byProperty = new LinkedHashMap<>();

    private final Map<String, Set<String>> propertiesOfNames = new HashMap<>();
    private final BiPredicate<String, String> wide;

    /** @param wide of a name and a property, which is known to have no rollups */
    public EventDeltas(BiPredicate<String, String> wide) {
        this.wide = wide;
    }

    public void add(NewEvent added) {
        Event event = added.event();
        String name = event.name().value();
        int hour = Span.hour(event.at());
        Deltas asSuch = of(NO_PROPERTY);
        asSuch.add(event, hour, NO_VALUE);
        if (added.values().isEmpty() || wide.test(name, NO_PROPERTY) || asSuch.notKept.contains(name)) {
            return;
        }
        Set<String> properties = propertiesOfNames.computeIfAbsent(name, any -> new HashSet<>());
        long more = added.values().keySet().stream()
                .filter(property -> !properties.contains(property.value()))
                .count();
        if (added.values().size() > MAX_PROPERTIES || properties.size() + more > MAX_PROPERTIES_TOGETHER) {
            of(LEFT_OUT).add(event, hour, leftOut(event));
            return;
        }
        added.values().keySet().forEach(property -> properties.add(property.value()));
        for (Map.Entry<PropertyName, String> entry : added.values().entrySet()) {
            String property = entry.getKey().value();
            if (!wide.test(name, property)) {
                of(property).addValue(event, hour, entry.getValue());
            }
        }
    }

    /** By which the event is found again. */
    private static String leftOut(Event event) {
        return event.id() + LEFT_OUT_SEPARATOR + Times.text(event.at());
    }

    /** Returns whether rollups are of the values of a property, and not of events. */
    static boolean isOfValues(String property) {
        return !property.equals(NO_PROPERTY) && !property.equals(LEFT_OUT);
    }

    private Deltas of(String property) {
        return byProperty.computeIfAbsent(property, any -> new Deltas());
    }

    public void write(Connection connection) throws SQLException {
        List<CompactionStatements.Deltas> all = new ArrayList<>(byProperty.size());
        byProperty.forEach((property, deltas) -> all.add(deltas.columns(property)));
        CompactionStatements.ADD_DELTAS.writeAll(connection, all);
    }
}
