package dev.portside.persistence.event.rollup;

import static dev.portside.persistence.event.rollup.CompactionStatements.DELTA;
import static dev.portside.persistence.event.rollup.CompactionStatements.SKETCH;
import static dev.portside.persistence.event.rollup.NameStatements.HOUR;
import static java.util.Objects.requireNonNull;

import dev.portside.domain.event.People;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.rollup.HighCardinalityProperties.Property;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Row;
import dev.portside.persistence.statement.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds what events have left behind to the rollups. One node does so at a time; a question sees either all of a step or
 * nothing of it.
 */
public final class EventCompaction {

    /** Of which each may have a sketch of tens of kilobytes several times in memory. */
    private static final int KEYS_AT_ONCE = 200;

    /** Names that are given to the others at once, */
    private static final int NAMES_SHED_PER_STEP = 50;

    /** if together they have no more rollups of properties than this; else fewer, but at least one. */
    static final int ROLLUPS_SHED_PER_STEP = 5_000;

    /** A rollup. */
    private record Key(String name, String property, short span, Instant start, String value) {}

    /** Key of what is added to the rollup of an hour, and to that of its day. */
    private record HourKey(String name, String property, int hour, String value) {
        Property of() {
            return new Property(name, property);
        }

        Key in(Span span) {
            return new Key(name, property, span.code(), span.floor(Span.start(hour)), value);
        }
    }

    /** As much of the deltas of an hour as is needed later: tens of thousands may be in memory. */
    private static final class Parts {
        private final List<byte[]> sketches = new ArrayList<>(1);
        private long count;
    }

    /** Sum to be written to a rollup. */
    private static final class Sum {
        private final DistinctCountSketch people = new DistinctCountSketch();
        private long count;

        static Sum of(List<Parts> all) {
            Sum sum = new Sum();
            for (Parts parts : all) {
                sum.count += parts.count;
                parts.sketches.forEach(sum.people::merge);
            }
            return sum;
        }
    }

    /** The deltas of a step. */
    private static final class Taken {
        private final Map<HourKey, Parts> hours = new LinkedHashMap<>();
        private final Set<Property> notKept = new HashSet<>();
        private final Set<String> names = new LinkedHashSet<>();
        private final Map<String, String> texts = new HashMap<>();
        private int deltas;

        static Taken from(Connection connection) throws SQLException {
            Taken taken = new Taken();
            CompactionStatements.TAKE.eachOfMany(connection, None.NONE, taken::add);
            return taken;
        }

        private void add(Row row) throws SQLException {
            deltas++;
            String name = once(DELTA.name.of(row));
            names.add(name);
            String property = once(DELTA.property.of(row));
            String value = DELTA.value.orNull(row);
            if (value == null) {
                notKept.add(new Property(name, property));
                return;
            }
            Parts parts = hours.computeIfAbsent(
                    new HourKey(name, property, DELTA.hour.of(row), once(value)), any -> new Parts());
            parts.count += DELTA.count.of(row);
            byte[] sketch = DELTA.sketch.orNull(row);
            if (sketch != null) {
                parts.sketches.add(sketch);
            }
        }

        /** An hour of a name that is one of the others from now on. */
        private void addHour(Row row) throws SQLException {
            HourKey hour = new HourKey(
                    RolledUpNames.OTHERS,
                    once(HOUR.property.of(row)),
                    Span.hour(HOUR.start.of(row)),
                    once(HOUR.value.of(row)));
            hours.computeIfAbsent(hour, any -> new Parts()).count += HOUR.count.of(row);
        }

        /** The same, with all that have no rollups of their own as one. */
        Taken under(RolledUpNames rolledUp) {
            Taken under = new Taken();
            under.deltas = deltas;
            hours.forEach((hour, parts) -> {
                String name = rolledUp.rolledUp(hour.name());
                boolean others = name.equals(RolledUpNames.OTHERS);
                Parts sum = under.hours.computeIfAbsent(
                        new HourKey(name, hour.property(), hour.hour(), hour.value()), any -> new Parts());
                sum.count += parts.count;
                if (!others) {
                    // No query asks for the people of events of all names.
                    sum.sketches.addAll(parts.sketches);
                }
            });
            notKept.forEach(property ->
                    under.notKept.add(new Property(rolledUp.rolledUp(property.name()), property.property())));
            return under;
        }

        private String once(String text) {
            return texts.computeIfAbsent(text, same -> same);
        }
    }

    private final Database database;
    private final HighCardinalityProperties known;
    private final int maxNames;

    public EventCompaction(Database database, HighCardinalityProperties known) {
        this(database, known, PostgresSettings.DEFAULT_MAX_EVENT_NAMES);
    }

    /** @param maxNames how many names of events may have rollups of their own */
    public EventCompaction(Database database, HighCardinalityProperties known, int maxNames) {
        this.database = database;
        this.known = known;
        this.maxNames = maxNames;
    }

    /**
     * Does a step; returns whether there may be more to do. Names are shed only when no deltas are left, and in a transaction of
     * their own: whatever becomes of that, deltas do not pile up.
     */
    public boolean step() {
        return alone(this::addDeltas) || alone(this::shed);
    }

    /** A part of a step; returns whether there may be more of the same. */
    @FunctionalInterface
    private interface Part {
        boolean on(Connection connection, Set<Property> wide) throws SQLException;
    }

    private boolean alone(Part part) {
        return database.transactionApart(connection -> {
            boolean alone = CompactionStatements.TRY_TO_ENTER.only(connection, None.NONE);
            Set<Property> wide = known.refresh(connection);
            return alone && part.on(connection, wide);
        });
    }

    /** Does what there is to do at the moment. */
    public void run() {
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = step();
        }
    }

    /**
     * Leaves no deltas of what has been committed until now, in the transaction of somebody who is alone. What becomes
     * wide by that is not known to this node before others can see it, too.
     */
    public void finish(Connection connection) throws SQLException {
        boolean more = true;
        while (more) {
            more = addDeltas(connection, HighCardinalityProperties.read(connection));
        }
    }

    private boolean addDeltas(Connection connection, Set<Property> wide) throws SQLException {
        Taken taken = Taken.from(connection);
        if (taken.deltas > 0) {
            RolledUpNames names = RolledUpNames.of(connection, taken.names, maxNames);
            add(connection, wide, names, taken.under(names));
            names.write(connection);
        }
        return taken.deltas >= CompactionStatements.DELTAS_PER_STEP;
    }

    /**
     * Gives the rollups of names beyond the bound to the others: it was higher before, or there was none. Returns whether there
     * may be more to do.
     */
    private boolean shed(Connection connection, Set<Property> wide) throws SQLException {
        List<NameStatements.Beyond> found =
                NameStatements.BEYOND.list(connection, new NameStatements.Bound(maxNames, NAMES_SHED_PER_STEP + 1));
        List<String> beyond = new ArrayList<>();
        long rollups = 0;
        boolean more = false;
        for (NameStatements.Beyond name : found) {
            rollups += name.rollups();
            more |= beyond.size() == NAMES_SHED_PER_STEP || (rollups > ROLLUPS_SHED_PER_STEP && !beyond.isEmpty());
            if (!more) {
                beyond.add(name.name());
            }
        }
        if (beyond.isEmpty()) {
            return false;
        }
        Taken shed = new Taken();
        NameStatements.HOURS.eachOfMany(connection, beyond, shed::addHour);
        wide.stream()
                .filter(property -> beyond.contains(property.name()))
                .forEach(property -> shed.notKept.add(new Property(RolledUpNames.OTHERS, property.property())));
        NameStatements.FORGET_NAMES.write(connection, beyond);
        NameStatements.FORGET_ROLLUPS.write(connection, beyond);
        NameStatements.FORGET_VALUES.write(connection, beyond);
        RolledUpNames others = RolledUpNames.of(connection, List.of(RolledUpNames.OTHERS), maxNames);
        add(connection, wide, others, shed);
        others.write(connection);
        return more;
    }

    private static void add(Connection connection, Set<Property> wideBefore, RolledUpNames names, Taken taken)
            throws SQLException {
        taken.hours.forEach((hour, parts) -> {
            if (hour.property().equals(EventDeltas.NO_PROPERTY)) {
                names.usage(hour.name()).addEvents(parts.count);
            }
        });
        Set<Property> wide = widen(connection, wideBefore, names, taken);
        Map<Key, List<Parts>> byKey = new HashMap<>();
        taken.hours.forEach((hour, parts) -> {
            if (!isWide(wide, hour.of())) {
                for (Span span : Span.values()) {
                    byKey.computeIfAbsent(hour.in(span), any -> new ArrayList<>(1))
                            .add(parts);
                }
            }
        });
        List<Key> keys = new ArrayList<>(byKey.keySet());
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            Map<Key, Sum> sums = new HashMap<>();
            for (Key key : keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE))) {
                sums.put(key, Sum.of(requireNonNull(byKey.get(key))));
            }
            write(connection, names, sums);
        }
    }

    private static boolean isWide(Set<Property> wide, Property property) {
        return EventDeltas.isOfValues(property.property())
                && (wide.contains(property) || wide.contains(new Property(property.name(), EventDeltas.NO_PROPERTY)));
    }

    /** The properties without rollups, those included that are so from now on. */
    private static Set<Property> widen(Connection connection, Set<Property> before, RolledUpNames rolledUp, Taken taken)
            throws SQLException {
        Set<Property> wide = new HashSet<>(before);
        wide.addAll(taken.notKept);
        Set<HourKey> values = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (HourKey hour : taken.hours.keySet()) {
            if (EventDeltas.isOfValues(hour.property()) && !isWide(wide, hour.of())) {
                // Once for all its hours.
                values.add(new HourKey(hour.name(), hour.property(), 0, hour.value()));
                names.add(hour.name());
            }
        }
        if (!values.isEmpty()) {
            CompactionStatements.KNOW.write(
                    connection,
                    new CompactionStatements.Values(
                            column(values, HourKey::name),
                            column(values, HourKey::property),
                            column(values, HourKey::value)));
            wide.addAll(CompactionStatements.TOO_MANY.list(connection, names));
            wide.addAll(new RollupBudget(rolledUp, added(wide, taken)).refused(connection));
        }
        for (Property property : wide) {
            if (!before.contains(property)) {
                CompactionStatements.WIDEN.write(connection, property);
                int forgotten = CompactionStatements.FORGET_ROLLUPS.write(connection, property);
                if (forgotten > 0) {
                    rolledUp.usage(property.name()).addRollups(-forgotten);
                }
                CompactionStatements.FORGET_VALUES.write(connection, property);
            }
        }
        return wide;
    }

    /** Returns how many rollups there may be more. */
    private static Map<Property, Long> added(Set<Property> wide, Taken taken) {
        Map<Property, Set<Key>> keys = new HashMap<>();
        taken.hours.keySet().forEach(hour -> {
            if (EventDeltas.isOfValues(hour.property()) && !isWide(wide, hour.of())) {
                Set<Key> ofProperty = keys.computeIfAbsent(hour.of(), any -> new HashSet<>());
                for (Span span : Span.values()) {
                    ofProperty.add(hour.in(span));
                }
            }
        });
        Map<Property, Long> added = new HashMap<>();
        keys.forEach((property, ofProperty) -> added.put(property, (long) ofProperty.size()));
        return added;
    }

    private static <T> String[] column(Collection<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static void write(Connection connection, RolledUpNames rolledUp, Map<Key, Sum> sums) throws SQLException {
        List<Key> keys = new ArrayList<>(sums.keySet());
        CompactionStatements.Keys columns = new CompactionStatements.Keys(
                column(keys, Key::name),
                column(keys, Key::property),
                keys.stream().map(Key::span).toArray(Short[]::new),
                column(keys, key -> Times.text(key.start())),
                column(keys, Key::value));
        keys.stream()
                .filter(key -> EventDeltas.isOfValues(key.property()))
                .forEach(key -> rolledUp.usage(key.name()).addRollups(1));
        CompactionStatements.SKETCHES.each(connection, columns, row -> {
            Key key = new Key(
                    SKETCH.name.of(row),
                    SKETCH.property.of(row),
                    (short) SKETCH.span.of(row),
                    SKETCH.start.of(row),
                    SKETCH.value.of(row));
            requireNonNull(sums.get(key)).people.merge(SKETCH.sketch.orNull(row));
            if (EventDeltas.isOfValues(key.property())) {
                rolledUp.usage(key.name()).addRollups(-1);
            }
        });
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
                new CompactionStatements.Rollups(columns, counts, people, exact, sketches.toArray(new byte[0][])));
    }
}
