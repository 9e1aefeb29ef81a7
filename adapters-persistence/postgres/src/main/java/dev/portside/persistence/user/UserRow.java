package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.USERS;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.statement.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;

/** How a user is written in a row: the one mapping between the two. */
final class UserRow {

    /** The columns that {@link #read} expects, in its order. */
    static final List<Field<?>> COLUMNS =
            List.of(USERS.ID, USERS.NAME, USERS.EMAIL, USERS.CREATED_AT, USERS.UPDATED_AT, USERS.REVISION);

    private UserRow() {}

    static User read(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getLong(1)),
                new UserName(row.getString(2)),
                new EmailAddress(row.getString(3)),
                Times.instant(row, 4),
                Times.instant(row, 5),
                row.getLong(6));
    }
}
