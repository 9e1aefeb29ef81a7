package dev.portside.persistence.event;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.user.UserSeed;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Makes up a year of events of a shop, many and fast. */
public final class EventSeed {

    private static final int ROWS_PER_CHUNK = 20_000;

    /** On the average. */
    private static final int EVENTS_PER_PERSON = 12;

    // Commands that jOOQ has no words for.
    private static final String COPY_IDS = "copy event_ids (id) from stdin";
    private static final String COPY_EVENTS = "copy events (id, name, person, at, properties) from stdin";
    private static final String VACUUM = "vacuum (analyze) events, event_deltas, event_rollups, event_values";

    /** As often as they stand here. */
    private static final List<EventName> NAMES = Stream.of(
                    "view", "view", "view", "view", "view", "view", "view", "view", "search", "search", "search",
                    "cart", "cart", "cart", "login", "login", "pay", "signup", "share", "logout")
            .map(EventName::new)
            .toList();

    private static final PropertyName PLAN = new PropertyName("plan");
    private static final PropertyName COUNTRY = new PropertyName("country");
    private static final PropertyName DEVICE = new PropertyName("device");
    private static final List<String> PLANS = List.of("free", "free", "free", "pro", "team");
    private static final List<String> COUNTRIES = List.of("DE", "US", "FR", "JP", "BR", "IN", "GB", "NG");
    private static final List<String> DEVICES = List.of("phone", "phone", "laptop", "tablet");

    private final DataSource source;
    private final EventPartitions partitions;
    private final EventCompaction compaction;

    /** @param source connections without a statement timeout: millions of rows take a while */
    public EventSeed(DataSource source, EventPartitions partitions, EventCompaction compaction) {
        this.source = source;
        this.partitions = partitions;
        this.compaction = compaction;
    }

    public long add(long count, Instant now, LongConsumer progress) {
        Instant start = now.minus(UserSeed.SPREAD);
        YearMonth first = YearMonth.from(start.atOffset(ZoneOffset.UTC));
        partitions.makeFor(Stream.iterate(first, month -> month.plusMonths(1))
                .limit(13)
                .map(month -> month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC))
                .toList());
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            copy(connection, count, now, progress);
            connection.commit();
            connection.setAutoCommit(true);
            compaction.run();
            try (Statement statement = connection.createStatement()) {
                // Questions are answered from an index alone where it is known that all see its rows; and what was
                // taken
                // from the deltas is as much as millions of events leave behind.
                statement.execute(VACUUM);
            }
            return count;
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    private static void copy(Connection connection, long count, Instant now, LongConsumer progress)
            throws SQLException {
        SplittableRandom random = new SplittableRandom(now.toEpochMilli());
        long people = Math.max(1, count / EVENTS_PER_PERSON);
        for (long done = 0; done < count; ) {
            long end = Math.min(count, done + ROWS_PER_CHUNK);
            StringBuilder ids = new StringBuilder();
            StringBuilder rows = new StringBuilder();
            EventDeltas deltas = new EventDeltas((name, property) -> false);
            for (long i = done; i < end; i++) {
                NewEvent event = event(random, UserSeed.spread(now, i, count), people);
                ids.append(event.event().id()).append('\n');
                append(rows, event.event());
                deltas.add(event);
            }
            copy(connection, COPY_IDS, ids);
            copy(connection, COPY_EVENTS, rows);
            deltas.write(connection);
            done = end;
            progress.accept(done);
        }
    }

    private static void copy(Connection connection, String command, StringBuilder rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(command);
        try {
            byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static NewEvent event(SplittableRandom random, Instant at, long people) {
        String plan = PLANS.get(random.nextInt(PLANS.size()));
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        String device = DEVICES.get(random.nextInt(DEVICES.size()));
        Event event = new Event(
                id(random, at),
                NAMES.get(random.nextInt(NAMES.size())),
                Optional.of(new PersonId(Long.toString(1 + random.nextLong(people)))),
                at,
                "{\"plan\":\"" + plan + "\",\"country\":\"" + country + "\",\"device\":\"" + device + "\"}");
        return new NewEvent(event, Map.of(PLAN, plan, COUNTRY, country, DEVICE, device));
    }

    /** Version 7 of RFC 9562: they grow with the time, and so the index of them at one end only. */
    private static EventId id(SplittableRandom random, Instant at) {
        long high = at.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
        long low = 1L << 63 | random.nextLong() >>> 2;
        return new EventId(new UUID(high, low));
    }

    /** Nothing here needs escaping in COPY's text format. */
    private static void append(StringBuilder rows, Event event) {
        rows.append(event.id()).append('\t');
        rows.append(event.name()).append('\t');
        rows.append(event.person().orElseThrow()).append('\t');
        rows.append(event.at()).append('\t');
        rows.append(event.properties()).append('\n');
    }
}
