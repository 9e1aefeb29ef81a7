package dev.portside.persistence;

import static java.util.Objects.requireNonNull;

import dev.portside.domain.event.People;
import dev.portside.persistence.WideProperties.Property;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds what events have left behind to the rollups. One node does so at a time; a question sees either all of a step or
 * nothing of it.
 */
final class EventCompaction {

    /** Of which each may have a sketch of tens of kilobytes several times in memory. */
    private static final int KEYS_AT_ONCE = 50;

    private record Key(String name, String property, short span, Instant start, String value) {}

    private static final class Sum {
        private final PeopleSketch people = new PeopleSketch();
        private long count;

        static Sum of(List<Delta> deltas) {
            Sum sum = new Sum();
            for (Delta delta : deltas) {
                sum.count += delta.count();
                sum.people.merge(delta.sketch());
            }
            return sum;
        }
    }

    private final Database database;
    private final WideProperties known;

    EventCompaction(Database database, WideProperties known) {
        this.database = database;
        this.known = known;
    }

    /** Does a step; returns whether there may be more to do. */
    boolean step() {
        return database.transaction(connection -> {
            boolean alone = CompactionStatements.TRY_TO_ENTER
                    .list(connection, row -> row.getBoolean(1))
                    .getFirst();
            Set<Property> wide = known.refresh(connection);
            return alone && step(connection, wide);
        });
    }

    /** Does what there is to do at the moment. */
    void run() {
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = step();
        }
    }

    /**
     * Leaves nothing to do of what has been committed until now, in the transaction of somebody who is alone. What becomes
     * wide by that is not known to this node before others can see it, too.
     */
    void finish(Connection connection) throws SQLException {
        boolean more = true;
        while (more) {
            more = step(connection, WideProperties.read(connection));
        }
    }

    private static boolean step(Connection connection, Set<Property> wide) throws SQLException {
        List<Delta> deltas = CompactionStatements.TAKE.list(connection, Delta::read);
        if (!deltas.isEmpty()) {
            add(connection, wide, deltas);
        }
        return deltas.size() >= CompactionStatements.DELTAS_PER_STEP;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Delta(
            String name,
            String property,
            Instant hour,
            @Nullable String value,
            long count,
            byte @Nullable [] sketch) {
        static Delta read(ResultSet row) throws SQLException {
            return new Delta(
                    row.getString(1),
                    row.getString(2),
                    Span.start(row.getInt(3)),
                    row.getString(4),
                    row.getLong(5),
                    row.getBytes(6));
        }
    }

    private static void add(Connection connection, Set<Property> wideBefore, List<Delta> deltas) throws SQLException {
        Set<Property> wide = widen(connection, wideBefore, deltas);
        Map<Key, List<Delta>> byKey = new HashMap<>();
        for (Delta delta : deltas) {
            String value = delta.value();
            if (value != null && !isWide(wide, delta)) {
                for (Span span : Span.values()) {
                    Instant start = span.floor(delta.hour());
                    Key key = new Key(delta.name(), delta.property(), span.code(), start, value);
                    byKey.computeIfAbsent(key, any -> new ArrayList<>(1)).add(delta);
                }
            }
        }
        List<Key> keys = new ArrayList<>(byKey.keySet());
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            Map<Key, Sum> sums = new HashMap<>();
            for (Key key : keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE))) {
                sums.put(key, Sum.of(requireNonNull(byKey.get(key))));
            }
            write(connection, sums);
        }
    }

    private static boolean isWide(Set<Property> wide, Delta delta) {
        return !delta.property().equals(EventDeltas.NO_PROPERTY)
                && (wide.contains(new Property(delta.name(), delta.property()))
                        || wide.contains(new Property(delta.name(), EventDeltas.NO_PROPERTY)));
    }

    /** The properties without rollups, those included that are so from now on. */
    private static Set<Property> widen(Connection connection, Set<Property> before, List<Delta> deltas)
            throws SQLException {
        Set<Property> wide = new HashSet<>(before);
        Set<List<String>> values = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Delta delta : deltas) {
            String value = delta.value();
            if (value == null) {
                wide.add(new Property(delta.name(), delta.property()));
            } else if (!delta.property().equals(EventDeltas.NO_PROPERTY) && !isWide(wide, delta)) {
                values.add(List.of(delta.name(), delta.property(), value));
                names.add(delta.name());
            }
        }
        if (!values.isEmpty()) {
            CompactionStatements.KNOW.write(connection, column(values, 0), column(values, 1), column(values, 2));
            wide.addAll(CompactionStatements.TOO_MANY.list(
                    connection, row -> new Property(row.getString(1), row.getString(2)), (Object)
                            names.toArray(new String[0])));
        }
        for (Property property : wide) {
            if (!before.contains(property)) {
                CompactionStatements.WIDEN.write(connection, property.name(), property.property());
                CompactionStatements.FORGET_ROLLUPS.write(connection, property.name(), property.property());
                CompactionStatements.FORGET_VALUES.write(connection, property.name(), property.property());
            }
        }
        return wide;
    }

    private static String[] column(Set<List<String>> rows, int column) {
        return rows.stream().map(row -> row.get(column)).toArray(String[]::new);
    }

    private static void write(Connection connection, Map<Key, Sum> sums) throws SQLException {
        List<Key> keys = new ArrayList<>(sums.keySet());
        String[] names = keys.stream().map(Key::name).toArray(String[]::new);
        String[] properties = keys.stream().map(Key::property).toArray(String[]::new);
        Short[] spans = keys.stream().map(Key::span).toArray(Short[]::new);
        String[] starts = keys.stream().map(key -> Times.text(key.start())).toArray(String[]::new);
        String[] values = keys.stream().map(Key::value).toArray(String[]::new);
        CompactionStatements.SKETCHES.each(
                connection,
                row -> {
                    Key key = new Key(
                            row.getString(1),
                            row.getString(2),
                            row.getShort(3),
                            Times.instant(row, 4),
                            row.getString(5));
                    requireNonNull(sums.get(key)).people.merge(row.getBytes(6));
                },
                names,
                properties,
                spans,
                starts,
                values);
        Long[] counts = new Long[keys.size()];
        Long[] people = new Long[keys.size()];
        Boolean[] exact = new Boolean[keys.size()];
        List<byte @Nullable []> sketches = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Sum sum = requireNonNull(sums.get(keys.get(i)));
            counts[i] = sum.count;
            People counted = sum.people.people();
            people[i] = counted.count();
            exact[i] = counted.error() == 0;
            sketches.add(sum.people.bytes());
        }
        CompactionStatements.ADD.write(
                connection,
                names,
                properties,
                spans,
                starts,
                values,
                counts,
                people,
                exact,
                sketches.toArray(new byte[0][]));
    }
}
