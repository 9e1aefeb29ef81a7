package dev.portside.persistence.event.rollup;

import dev.portside.persistence.statement.Parameters.None;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of events that have rollups of their own, among those that a step of the compaction is about. There may be only so
 * many, those that came first: all others share the rollups of {@link #OTHERS}, by which queries of all events are answered
 * and the number of others is reported; queries of one of them are answered from events. A name without rollups of its own
 * gets none later, while events of such names are kept: what was counted with others before would be missing.
 *
 * <p>For one who is alone in a transaction.
 */
public final class RolledUpNames {

    /** In place of the name of an event; no event has it. */
    public static final String OTHERS = "";

    /** Known use of a name. */
    static final class Usage {
        private final long place;
        private long events;
        private long rollups;
        private long newEvents;
        private long newRollups;

        private Usage(long place, long events, long rollups) {
            this.place = place;
            this.events = events;
            this.rollups = rollups;
        }

        /** From 1, in the order in which the names came that have rollups. */
        long place() {
            return place;
        }

        long events() {
            return events + newEvents;
        }

        /** Of properties. */
        long rollups() {
            return rollups + newRollups;
        }

        void addEvents(long more) {
            newEvents += more;
        }

        void addRollups(long more) {
            newRollups += more;
        }
    }

    private final Map<String, Usage> usages = new HashMap<>();
    private long events;
    private long rollups;

    private RolledUpNames() {}

    /**
     * Admits those that can be.
     *
     * @param names in the order in which they came
     * @param max how many may have rollups of their own
     */
    static RolledUpNames of(Connection connection, Collection<String> names, int max) throws SQLException {
        RolledUpNames known = new RolledUpNames();
        known.read(connection, names);
        List<String> unknown =
                names.stream().filter(name -> !known.usages.containsKey(name)).toList();
        NameStatements.All all = NameStatements.ALL.only(connection, None.NONE);
        known.events = all.events();
        known.rollups = all.rollups();
        int taken = all.names() - all.others();
        if (unknown.isEmpty() && taken <= max) {
            return known;
        }
        int free = all.others() > 0 ? 0 : Math.max(0, max - taken);
        List<String> admitted = new ArrayList<>(unknown.subList(0, Math.min(free, unknown.size())));
        if (admitted.size() < unknown.size() || taken > max) {
            admitted.add(OTHERS);
        }
        if (!admitted.isEmpty()) {
            NameStatements.ADMIT.writeAll(connection, admitted);
            known.read(connection, admitted);
        }
        return known;
    }

    private void read(Connection connection, Collection<String> names) throws SQLException {
        for (NameStatements.Known known : NameStatements.KNOWN.list(connection, names)) {
            usages.put(known.name(), new Usage(known.place(), known.events(), known.rollups()));
        }
    }

    /** The name whose rollups it has part in: its own, or that of the others. */
    String rolledUp(String name) {
        return usages.containsKey(name) ? name : OTHERS;
    }

    /** Of a name that has rollups of its own, or of the others. */
    Usage usage(String name) {
        Usage usage = usages.get(name);
        if (usage == null) {
            throw new IllegalStateException("A name without rollups of its own has no usage");
        }
        return usage;
    }

    /** Of all names, before this step. */
    long events() {
        return events;
    }

    /** Of properties of all names, before this step. */
    long rollups() {
        return rollups;
    }

    /** Notes what was added. */
    void write(Connection connection) throws SQLException {
        List<NameStatements.More> all = new ArrayList<>();
        usages.forEach((name, usage) -> {
            if (usage.newEvents != 0 || usage.newRollups != 0) {
                all.add(new NameStatements.More(name, usage.newEvents, usage.newRollups));
            }
        });
        NameStatements.COUNT.writeAll(connection, all);
    }

    /** Returns whether a name has rollups of its own, as this transaction sees it. */
    public static boolean contains(Connection connection, String name) throws SQLException {
        return NameStatements.IS_ROLLED_UP.only(connection, name);
    }
}
