package dev.portside.bench.peer.spring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The users in PostgreSQL. The driver prepares a statement at the server when it has seen it five times. */
@Repository
public class Users {

    private static final String COLUMNS = "id, name, email, created_at, updated_at";

    /**
     * The limit is written behind it: where it is a parameter, PostgreSQL plans the query anew each time, which takes a
     * third longer.
     */
    private static final String NEWEST_FIRST = " order by created_at desc, id desc limit ";

    private static final String NEWEST = "select " + COLUMNS + " from users" + NEWEST_FIRST;
    private static final String AFTER =
            "select " + COLUMNS + " from users where (created_at, id) < (?, ?)" + NEWEST_FIRST;
    private static final String BY_ID = "select " + COLUMNS + " from users where id = ?";
    private static final String REGISTER =
            "insert into users (name, name_folded, email, created_at, updated_at)"
                    + " values (?, lower(?), ?, now(), now()) returning " + COLUMNS;

    private final JdbcClient jdbc;

    Users(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<User> newest(int limit) {
        return jdbc.sql(NEWEST + limit).query(Users::user).list();
    }

    List<User> after(Instant createdAt, long id, int limit) {
        return jdbc.sql(AFTER + limit)
                .params(createdAt.atOffset(ZoneOffset.UTC), id)
                .query(Users::user)
                .list();
    }

    Optional<User> byId(long id) {
        return jdbc.sql(BY_ID).param(id).query(Users::user).optional();
    }

    /** Nothing when the address is taken. */
    Optional<User> register(String name, String email) {
        try {
            return jdbc.sql(REGISTER).params(name, name, email).query(Users::user).optional();
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(row.getLong(1), row.getString(2), row.getString(3), instant(row, 4), instant(row, 5));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
