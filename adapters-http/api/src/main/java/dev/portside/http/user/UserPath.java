package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.UserId;
import dev.portside.http.Problem;
import dev.portside.http.route.Call;
import dev.portside.http.route.Query;

/** What routes have in common that are about one user. */
public final class UserPath {

    /** The path of one user. */
    public static final String TEMPLATE = "/api/v1/users/{id}";

    private UserPath() {}

    /**
     * The user that the path names.
     *
     * @throws dev.portside.http.ProblemException with 400 when it is not an id
     */
    public static UserId id(Call call) {
        String text = call.path("id");
        try {
            return new UserId(Query.positive(text));
        } catch (InvalidValue e) {
            throw Problem.invalid("id", "must be a positive 64-bit integer").exception();
        }
    }

    /** 404: there is no such user. */
    public static Problem unknown() {
        return Problem.of(404, "unknown_user", "there is no user with this id");
    }
}
