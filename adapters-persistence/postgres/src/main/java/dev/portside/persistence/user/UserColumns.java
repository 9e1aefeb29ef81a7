package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.USERS;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Row;
import java.sql.SQLException;
import java.time.Instant;

/** Mapping between a user and its row, the only one. */
final class UserColumns extends Columns<User> {

    static final UserColumns USER = new UserColumns();

    private final OfLong id = number(USERS.ID);
    private final Of<String> name = text(USERS.NAME);
    private final Of<String> email = text(USERS.EMAIL);
    private final Of<Instant> createdAt = time(USERS.CREATED_AT);
    private final Of<Instant> updatedAt = time(USERS.UPDATED_AT);
    private final OfLong revision = number(USERS.REVISION);

    private UserColumns() {}

    @Override
    public User read(Row row) throws SQLException {
        return new User(
                new UserId(id.of(row)),
                new UserName(name.of(row)),
                new EmailAddress(email.of(row)),
                createdAt.of(row),
                updatedAt.of(row),
                revision.of(row));
    }
}
