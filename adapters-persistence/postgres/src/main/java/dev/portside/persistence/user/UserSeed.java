package dev.portside.persistence.user;

import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.select;

import dev.portside.domain.user.NameSearch;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Makes up users, many and fast. */
public final class UserSeed {

    public static final Duration SPREAD = Duration.ofDays(365);
    private static final int ROWS_PER_CHUNK = 5_000;

    // The two commands that jOOQ has no words for.
    private static final String COPY = "copy users (name, name_folded, email, created_at, updated_at) from stdin";
    private static final String ANALYZE = "analyze users";

    /** @param number above every id so far, which no later draw repeats */
    private record Start(long number, Instant now) {}

    private static final class StartColumns extends Columns<Start> {
        private final OfLong number = number(UserStatements.NEXT_ID);
        private final Of<Instant> now = time(currentOffsetDateTime());

        @Override
        public Start read(Row row) throws SQLException {
            return new Start(number.of(row), now.of(row));
        }
    }

    private static final StartColumns COLUMNS = new StartColumns();

    private static final Query<None, Start> START = Query.of(COLUMNS, p -> select(COLUMNS.fields()));

    private static final List<String> FIRST_NAMES = List.of(
            "Ada",
            "Amara",
            "André",
            "Anna",
            "Björn",
            "Carlos",
            "Chloé",
            "Dmitri",
            "Elena",
            "Emma",
            "Fatima",
            "Felix",
            "Grace",
            "Hana",
            "Hassan",
            "Hugo",
            "Ines",
            "Ingrid",
            "Isabel",
            "Ivan",
            "Jack",
            "Jana",
            "João",
            "Jürgen",
            "Katarzyna",
            "Kenji",
            "Lars",
            "Leila",
            "Liam",
            "Lucía",
            "Mariam",
            "Mateo",
            "Mei",
            "Mohamed",
            "Nadia",
            "Noah",
            "Olga",
            "Oliver",
            "Priya",
            "Quinn",
            "Ravi",
            "Rosa",
            "Samuel",
            "Søren",
            "Sofia",
            "Tariq",
            "Tomáš",
            "Uma",
            "Valentina",
            "Wei",
            "Ximena",
            "Yara",
            "Yusuf",
            "Zoë");

    private static final List<String> LAST_NAMES = List.of(
            "Abebe",
            "Andersson",
            "Bauer",
            "Bianchi",
            "Chen",
            "Costa",
            "Dubois",
            "Eriksen",
            "Fernández",
            "Fischer",
            "García",
            "Haddad",
            "Hoffmann",
            "Ivanova",
            "Jansen",
            "Johnson",
            "Kowalski",
            "Kumar",
            "Larsen",
            "Lefèvre",
            "Li",
            "Lopez",
            "Martin",
            "Meyer",
            "Moreau",
            "Müller",
            "Murphy",
            "Nakamura",
            "Nguyen",
            "Novák",
            "O'Brien",
            "Okafor",
            "Olsen",
            "Park",
            "Patel",
            "Pereira",
            "Petrov",
            "Ricci",
            "Rossi",
            "Sato",
            "Schmidt",
            "Silva",
            "Singh",
            "Smith",
            "Suzuki",
            "Tanaka",
            "Taylor",
            "Tremblay",
            "van Dijk",
            "Virtanen",
            "Wang",
            "Weber",
            "Williams",
            "Yılmaz",
            "Zhang",
            "Żak");

    private final DataSource source;

    /** @param source connections without a statement timeout: millions of rows take a while */
    public UserSeed(DataSource source) {
        this.source = source;
    }

    public long add(long count, LongConsumer progress) {
        try (Connection connection = source.getConnection()) {
            Start start = START.only(connection, None.NONE);
            long added = copy(connection, start, count, progress);
            try (Statement statement = connection.createStatement()) {
                // Searches are planned by statistics, and the server gathers them only after a minute.
                statement.execute(ANALYZE);
            }
            return added;
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    private static long copy(Connection connection, Start start, long count, LongConsumer progress)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            SplittableRandom random = new SplittableRandom(start.number());
            StringBuilder rows = new StringBuilder();
            for (long i = 0; i < count; i++) {
                append(rows, random, start.number() + i, spread(start.now(), i, count));
                if ((i + 1) % ROWS_PER_CHUNK == 0 || i + 1 == count) {
                    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
                    copy.writeToCopy(bytes, 0, bytes.length);
                    rows.setLength(0);
                    progress.accept(i + 1);
                }
            }
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Evenly over the year before, the last right before now. */
    public static Instant spread(Instant now, long index, long count) {
        double age = (double) (count - index) / count;
        return now.minusMillis((long) (SPREAD.toMillis() * age)).truncatedTo(ChronoUnit.MICROS);
    }

    /** No name here needs escaping in COPY's text format. */
    private static void append(StringBuilder rows, SplittableRandom random, long number, Instant at) {
        String first = FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size()));
        String last = LAST_NAMES.get(random.nextInt(LAST_NAMES.size()));
        String full = first + " " + last;
        rows.append(full).append('\t');
        rows.append(NameSearch.fold(full)).append('\t');
        appendLetters(rows, first);
        rows.append('.');
        appendLetters(rows, last);
        rows.append(number).append("@example.org\t");
        rows.append(at).append('\t').append(at).append('\n');
    }

    /** Appends the letters of a name that may stand in an address. */
    private static void appendLetters(StringBuilder rows, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = Character.toLowerCase(name.charAt(i));
            if (c >= 'a' && c <= 'z') {
                rows.append(c);
            }
        }
    }
}
