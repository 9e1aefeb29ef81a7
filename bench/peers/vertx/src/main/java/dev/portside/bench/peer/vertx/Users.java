package dev.portside.bench.peer.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The users in PostgreSQL. The client pipelines: it sends a query without waiting for the answers to those before. */
final class Users {

    private static final String COLUMNS = "id, name, email, created_at, updated_at";

    /**
     * The limit is written behind it: where it is a parameter, PostgreSQL plans the query anew each time, which takes a
     * third longer.
     */
    private static final String NEWEST_FIRST = " order by created_at desc, id desc limit ";

    private static final String NEWEST = "select " + COLUMNS + " from users" + NEWEST_FIRST;
    private static final String AFTER =
            "select " + COLUMNS + " from users where (created_at, id) < ($1, $2)" + NEWEST_FIRST;
    private static final String BY_ID = "select " + COLUMNS + " from users where id = $1";
    private static final String REGISTER =
            "insert into users (name, name_folded, email, created_at, updated_at)"
                    + " values ($1, lower($1), $2, now(), now()) returning " + COLUMNS;
    private static final String UNIQUE_VIOLATION = "23505";

    private static final int PIPELINED = 256;

    private final SqlClient client;

    private Users(SqlClient client) {
        this.client = client;
    }

    /** A few connections of this verticle's own; see performance.md for how many, and why. */
    static Users connect(Vertx vertx) {
        PgConnectOptions options = PgConnectOptions.fromUri(System.getenv("DATABASE_URL"))
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINED);
        String size = System.getenv().getOrDefault("POOL_MAX", "4");
        return new Users(PgBuilder.client()
                .with(new PoolOptions().setMaxSize(Integer.parseInt(size)))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    Future<JsonArray> newest(int limit) {
        return client.preparedQuery(NEWEST + limit).execute().map(Users::array);
    }

    Future<JsonArray> after(Place place, int limit) {
        return client.preparedQuery(AFTER + limit)
                .execute(Tuple.of(place.createdAt(), place.id()))
                .map(Users::array);
    }

    Future<Optional<JsonObject>> byId(long id) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(Users::first);
    }

    /** Nothing when the address is taken. */
    Future<Optional<JsonObject>> register(String name, String email) {
        return client.preparedQuery(REGISTER)
                .execute(Tuple.of(name, email))
                .map(Users::first)
                .recover(e -> e instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e));
    }

    private static JsonArray array(RowSet<Row> rows) {
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(json(row)));
        return array;
    }

    private static Optional<JsonObject> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(json(rows.iterator().next()));
    }

    private static JsonObject json(Row row) {
        return new JsonObject()
                .put("id", row.getLong(0))
                .put("name", row.getString(1))
                .put("email", row.getString(2))
                .put("created_at", row.getOffsetDateTime(3).toInstant())
                .put("updated_at", row.getOffsetDateTime(4).toInstant());
    }
}
