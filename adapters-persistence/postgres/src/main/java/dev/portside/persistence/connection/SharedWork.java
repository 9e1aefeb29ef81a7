package dev.portside.persistence.connection;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.impl.SQLDataType;

/**
 * Work in parts that each thread with a connection takes one after the other. Only taken parts are waited for, so it is
 * done even if no other thread helps.
 */
final class SharedWork<T> {

    /** One part of the work, from 0 on. */
    @FunctionalInterface
    public interface Part<T> {
        T on(Connection connection, int part) throws SQLException;
    }

    /** Names the state of the database that a transaction sees, for others to see the same while it lasts. */
    static final Query<None, String> EXPORT =
            Query.of(Columns.ofText(), p -> select(function(name("pg_export_snapshot"), SQLDataType.CLOB)));

    private final Part<T> part;
    private final List<CompletableFuture<T>> results;
    private final AtomicInteger taken = new AtomicInteger();

    SharedWork(int parts, Part<T> part) {
        this.part = part;
        this.results = IntStream.range(0, parts)
                .mapToObj(any -> new CompletableFuture<T>())
                .toList();
    }

    /** The first thing in a transaction: from now on it sees what the one sees that exported the state. */
    static void adopt(Connection connection, String state) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A cursor would give it a name, which poolers lead astray.
            statement.setFetchSize(0);
            // jOOQ has no words for it, and it takes no parameters.
            statement.execute("set transaction snapshot '" + state + "'");
        }
    }

    boolean isLeft() {
        return taken.get() < results.size();
    }

    /** Works until no part is left. {@link #results} throws what goes wrong. */
    void take(Connection connection) {
        for (int i = taken.getAndIncrement(); i < results.size(); i = taken.getAndIncrement()) {
            try {
                results.get(i).complete(part.on(connection, i));
            } catch (SQLException | RuntimeException | Error e) {
                results.get(i).completeExceptionally(e);
                giveUp();
            }
        }
    }

    /** Leaves the parts that no thread has taken. */
    void giveUp() {
        taken.set(results.size());
    }

    /** Waits for all parts; called once none is left. */
    List<T> results() throws SQLException {
        List<T> all = new ArrayList<>();
        for (CompletableFuture<T> result : results) {
            all.add(result(result));
        }
        return all;
    }

    private static <T> T result(CompletableFuture<T> result) throws SQLException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "The thread was interrupted while another did a part of its work", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException("A part of the work failed", e);
            }
        }
    }
}
