package dev.portside.persistence.user;

import dev.portside.application.user.Registration;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.user.UserStatements.Registering;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registers any number of users in one statement. */
final class UserRegistrations {

    private UserRegistrations() {}

    /** One result per user, in the order given; the unique index alone decides who gets an address. */
    static List<Registration> register(Connection connection, List<NewUser> users, Instant at) throws SQLException {
        Map<String, UserId> idByKey = new HashMap<>();
        UserStatements.REGISTER
                .list(connection, new Registering(users, at))
                .forEach(one -> idByKey.put(one.email().key(), one.id()));
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
}
