package dev.portside.persistence.user;

import dev.portside.application.user.Registration;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.statement.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Registers any number of users in one statement. */
final class UserRegistrations {

    private record Entered(EmailAddress email, UserId id) {}

    private UserRegistrations() {}

    /** One result per user, in the order given; the unique index alone decides who gets an address. */
    static List<Registration> register(Connection connection, List<NewUser> users, Instant at) throws SQLException {
        OffsetDateTime time = Times.time(at);
        List<Entered> entered = UserStatements.REGISTER.list(
                connection,
                row -> new Entered(new EmailAddress(row.getString(2)), new UserId(row.getLong(1))),
                time,
                time,
                texts(users, user -> user.name().value()),
                texts(users, user -> NameSearch.fold(user.name().value())),
                texts(users, user -> user.email().value()),
                (long) users.size());
        Map<String, UserId> idByKey = new HashMap<>();
        entered.forEach(one -> idByKey.put(one.email().key(), one.id()));
        // Taking the id out leaves nothing for a later user with the same address: the first has it.
        return users.stream()
                .map(user -> result(user, idByKey.remove(user.email().key()), at))
                .toList();
    }

    private static Registration result(NewUser user, @Nullable UserId id, Instant at) {
        return id == null
                ? new Registration.EmailTaken(user.email())
                : new Registration.Registered(User.registered(id, user, at));
    }

    private static String[] texts(List<NewUser> users, Function<NewUser, String> text) {
        return users.stream().map(text).toArray(String[]::new);
    }
}
