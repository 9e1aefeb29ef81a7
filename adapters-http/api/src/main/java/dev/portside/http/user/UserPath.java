package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.UserId;
import dev.portside.http.Problem;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Query;
import dev.portside.http.route.Schema;

/** Path, parameter and problem of the routes about one user. */
public final class UserPath {

    /** The path of one user. */
    public static final String TEMPLATE = "/api/v1/users/{id}";

    /** The user that the path names. */
    public static final Parameter<UserId> ID =
            Parameter.path("id", Schema.whole(1, Long.MAX_VALUE), "The user's id", UserPath::id);

    private UserPath() {}

    private static UserId id(String text) {
        try {
            return new UserId(Query.positive(text));
        } catch (InvalidValue e) {
            throw new InvalidValue("must be a positive 64-bit integer");
        }
    }

    /** Returns the 404 for an id that no user has. */
    public static Problem unknown() {
        return Problem.of(404, "unknown_user", "there is no user with this id");
    }
}
