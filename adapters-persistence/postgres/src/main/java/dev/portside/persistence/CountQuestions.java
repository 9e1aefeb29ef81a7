package dev.portside.persistence;

import static java.util.Objects.requireNonNull;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TopQuestion;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuestion;
import dev.portside.domain.event.ValueCount;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts over time and by value. Whole hours and days come from rollups and from what is still to be added to them, the
 * edges of windows from single events, all of one state of the database.
 */
final class CountQuestions {

    private final Database database;

    CountQuestions(Database database) {
        this.database = database;
    }

    Trend trend(TrendQuestion question) {
        String name = question.event().value();
        String property = question.by().map(PropertyName::value).orElse(EventDeltas.NO_PROPERTY);
        Tally tally = database.snapshot(connection -> {
            CountStatements.LOOK_UP.list(connection, row -> "");
            Tally counted = Tally.ofEventsAndPeople(question.buckets());
            boolean rolledUp = RolledUpNames.contains(connection, name)
                    && !(question.by().isPresent() && wide(connection, property).contains(name));
            if (!rolledUp) {
                addEvents(connection, counted, Piece.uncut(question.buckets()), Optional.of(name), property);
            } else {
                addPieces(connection, counted, Optional.of(name), property);
            }
            return counted;
        });
        return question.by().isPresent() ? tally.brokenDown() : tally.whole();
    }

    List<ValueCount> top(TopQuestion question) {
        Buckets window = new Buckets(
                question.window(),
                List.of(question.window().from()),
                question.window().to());
        Optional<String> name = question.event().map(EventName::value);
        String property = question.property().value();
        Tally tally = database.snapshot(connection -> {
            CountStatements.LOOK_UP.list(connection, row -> "");
            Tally counted = Tally.ofEvents(window);
            Set<String> wide = wide(connection, property);
            boolean countEvents = name.isPresent()
                    ? wide.contains(name.get()) || !RolledUpNames.contains(connection, name.get())
                    : !wide.isEmpty();
            if (countEvents) {
                addEvents(connection, counted, Piece.uncut(window), name, property);
            } else {
                addPieces(connection, counted, name, property);
            }
            return counted;
        });
        return tally.top(question.limit());
    }

    private static Set<String> wide(Connection connection, String property) throws SQLException {
        return new HashSet<>(CountStatements.WIDE.list(connection, row -> row.getString(1), property, property));
    }

    private static void addPieces(Connection connection, Tally tally, Optional<String> name, String property)
            throws SQLException {
        List<Piece> pieces = Piece.of(tally.buckets());
        List<Piece> edges =
                pieces.stream().filter(piece -> piece.span() == null).toList();
        List<Piece> rolled =
                pieces.stream().filter(piece -> piece.span() != null).toList();
        if (!edges.isEmpty()) {
            addEvents(connection, tally, edges, name, property);
        }
        if (!rolled.isEmpty()) {
            addDeltas(connection, tally, rolled, name, property);
            addRollups(connection, tally, rolled, name, property);
        }
    }

    private static void addEvents(
            Connection connection, Tally tally, List<Piece> pieces, Optional<String> name, String property)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                pieces.stream().map(Piece::bucket).toArray(Integer[]::new),
                pieces.stream().map(piece -> Times.text(piece.from())).toArray(String[]::new),
                pieces.stream().map(piece -> Times.text(piece.to())).toArray(String[]::new)));
        boolean byValue = !property.equals(EventDeltas.NO_PROPERTY);
        if (byValue) {
            values.addAll(List.of(property, property, property, property));
        }
        name.ifPresent(values::add);
        Sql byName = byValue ? CountStatements.EVENTS_BY_VALUE : CountStatements.EVENTS_BY_PERSON;
        Sql sql = name.isPresent() ? byName : CountStatements.EVENTS_OF_ALL_BY_VALUE;
        sql.each(
                connection,
                row -> tally.cell(row.getInt(1), row.getString(2)).add(row.getString(3), row.getLong(4)),
                values.toArray());
    }

    private static void addDeltas(
            Connection connection, Tally tally, List<Piece> pieces, Optional<String> name, String property)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                property,
                Span.hour(pieces.getFirst().from()),
                Span.hour(pieces.getLast().to())));
        name.ifPresent(values::add);
        Sql sql = name.isPresent() ? CountStatements.DELTAS : CountStatements.DELTAS_OF_ALL;
        TreeSet<Piece> byStart = new TreeSet<>(Comparator.comparing(Piece::from));
        byStart.addAll(pieces);
        sql.each(
                connection,
                row -> {
                    Instant hour = Span.start(row.getInt(1));
                    Piece piece = byStart.floor(new Piece(0, null, hour, hour));
                    if (piece != null && hour.isBefore(piece.to())) {
                        tally.cell(piece.bucket(), row.getString(2)).merge(row.getLong(3), row.getBytes(4));
                    }
                },
                values.toArray());
    }

    /** The last, for by then it is known where people must be merged and not only be looked up. */
    private static void addRollups(
            Connection connection, Tally tally, List<Piece> pieces, Optional<String> name, String property)
            throws SQLException {
        Set<String> names = new TreeSet<>();
        if (name.isPresent()) {
            names.add(name.get());
        } else {
            names.addAll(CountStatements.NAMES_WITH.list(connection, row -> row.getString(1), property));
        }
        boolean mergesValues = tally.isWithPeople()
                && !property.equals(EventDeltas.NO_PROPERTY)
                && CountStatements.VALUES
                                .first(connection, row -> row.getInt(1), name.orElseThrow(), property)
                                .orElse(0)
                        > TrendQuestion.TOP;
        long[] rollups = new long[tally.buckets().size()];
        pieces.forEach(piece -> rollups[piece.bucket()] += piece.rollups());
        CountStatements.ROLLUPS.each(
                connection,
                row -> addRollup(tally, row),
                pieces.stream().map(Piece::bucket).toArray(Integer[]::new),
                pieces.stream().map(CountQuestions::code).toArray(Short[]::new),
                pieces.stream()
                        .map(piece -> tally.isWithPeople()
                                && (mergesValues || rollups[piece.bucket()] > 1 || tally.isCounted(piece.bucket())))
                        .toArray(Boolean[]::new),
                pieces.stream().map(piece -> Times.text(piece.from())).toArray(String[]::new),
                pieces.stream().map(piece -> Times.text(piece.to())).toArray(String[]::new),
                names.toArray(new String[0]),
                property);
    }

    private static short code(Piece piece) {
        return requireNonNull(piece.span()).code();
    }

    private static void addRollup(Tally tally, ResultSet row) throws SQLException {
        Tally.Cell cell = tally.cell(row.getInt(1), row.getString(2));
        byte[] sketch = row.getBytes(6);
        if (sketch == null) {
            cell.add(row.getLong(3), PeopleSketch.people(row.getLong(4), row.getBoolean(5)));
        } else {
            cell.merge(row.getLong(3), sketch);
        }
    }
}
