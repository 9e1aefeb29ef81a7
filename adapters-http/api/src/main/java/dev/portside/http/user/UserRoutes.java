package dev.portside.http.user;

import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.http.Payload;
import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.json.EncodedBodyCache;
import dev.portside.http.json.Json;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import java.util.List;
import java.util.Set;

/** Users over HTTP. */
public final class UserRoutes {

    private static final String PATH = "/api/v1/users";
    private static final String ONE = UserPath.TEMPLATE;
    private static final String JSON = "application/json";
    private static final Set<String> JSON_ONLY = Set.of(JSON);
    private static final Set<String> MERGE_PATCH = Set.of("application/merge-patch+json", JSON);

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** One field with one value (draft-ietf-httpapi-idempotency-key-header §2.1), for two would name two requests. */
    static final Parameter<IdempotencyKey> KEY = Parameter.header(
            IDEMPOTENCY_KEY,
            Schema.text(1, 255),
            "Makes the request safe to repeat: the same key answers the same user",
            IdempotencyKey::of);

    private static final String READ = "users:read";
    private static final String WRITE = "users:write";
    private static final String INVALID = "invalid";
    private static final String UNKNOWN = "unknown_user";
    private static final String FAILED = "precondition_failed";

    /** Some hundred bytes each. */
    private static final int KEPT_USERS = 1_024;

    private static final Response.Field CONTENT_TYPE = new Response.Field("Content-Type", JSON);
    private static final Response.Field NO_CACHE = new Response.Field("Cache-Control", "no-cache");

    /** The user as it is sent. */
    private record Encoded(Payload.Bytes body, Response.Field tag) {}

    private final EncodedBodyCache<User, Encoded> users = new EncodedBodyCache<>(KEPT_USERS, UserRoutes::encode);
    private final UserAccounts accounts;
    private final boolean requireIfMatch;

    private UserRoutes(UserAccounts accounts, boolean requireIfMatch) {
        this.accounts = accounts;
        this.requireIfMatch = requireIfMatch;
    }

    /**
     * Everything below {@code /api/v1/users}.
     *
     * @param requireIfMatch whether a write to one user is refused with 428 when it has no {@code If-Match}
     */
    public static List<Route> of(UserAccounts accounts, boolean requireIfMatch) {
        UserRoutes routes = new UserRoutes(accounts, requireIfMatch);
        UserLists lists = new UserLists(accounts);
        UserBatches batches = new UserBatches(accounts);
        return List.of(
                Route.get(PATH, "Lists users, newest first, or finds one by email")
                        .parameters(
                                UserListQuery.PAGE,
                                UserListQuery.LIMIT,
                                UserListQuery.SEARCH,
                                UserListQuery.AFTER,
                                UserLists.EMAIL,
                                UserLists.COUNT)
                        .responds(200, "The users; Link has the next page", JSON, Schema.arrayOf(UserJson.SCHEMA))
                        .problem(400, INVALID)
                        .scopes(READ)
                        .handledBy(lists::list),
                Route.post(PATH, "Registers a user")
                        .parameters(KEY)
                        .consumes(JSON_ONLY, UserJson.NEW_SCHEMA)
                        .exampleBody("{\"name\": \"Ada Lovelace\", \"email\": \"ada@example.org\"}")
                        .responds(201, "The new user; Location has its path", JSON, UserJson.SCHEMA)
                        .problem(400, INVALID)
                        .problem(409, "email_taken")
                        .problem(409, "idempotency_key_in_use")
                        .problem(422, "idempotency_key_reused")
                        .scopes(WRITE)
                        .handledBy(routes::register),
                Route.get(ONE, "Reads a user")
                        .parameters(UserPath.ID)
                        .responds(200, "The user", JSON, UserJson.SCHEMA)
                        .problem(400, INVALID)
                        .problem(404, UNKNOWN)
                        .scopes(READ)
                        .handledBy(routes::get),
                routes.changing(Route.put(ONE, "Replaces a user's name and email"))
                        .consumes(JSON_ONLY, UserJson.NEW_SCHEMA)
                        .handledBy(routes::replace),
                routes.changing(Route.patch(ONE, "Changes some of a user (JSON Merge Patch, RFC 7396)"))
                        .consumes(MERGE_PATCH, UserJson.PATCH_SCHEMA)
                        .handledBy(routes::patch),
                Route.delete(ONE, "Removes a user")
                        .parameters(UserPath.ID, ETags.IF_MATCH, ETags.IF_NONE_MATCH)
                        .responds(204, "The user is removed")
                        .problem(400, INVALID)
                        .problem(404, UNKNOWN)
                        .problem(412, FAILED)
                        .problem(428, "precondition_required")
                        .scopes(WRITE)
                        .handledBy(routes::remove),
                Route.post(PATH + "/batch", "Registers many users; each succeeds or fails by itself")
                        .consumes(JSON_ONLY, UserBatches.SCHEMA)
                        .responds(207, "One result for each user, in the order sent", JSON, UserBatches.RESULTS_SCHEMA)
                        .problem(400, INVALID)
                        .scopes(WRITE)
                        .handledBy(batches::register),
                Route.get(PATH + "/export", "Streams all users, one JSON object on each line, in the order of ids")
                        .responds(200, "The users", UserLists.NDJSON, UserJson.SCHEMA)
                        .scopes(READ)
                        .handledBy(lists::export));
    }

    private Route.Declaration changing(Route.Declaration route) {
        return route.parameters(UserPath.ID, ETags.IF_MATCH, ETags.IF_NONE_MATCH)
                .responds(200, "The user as it is now", JSON, UserJson.SCHEMA)
                .problem(400, INVALID)
                .problem(404, UNKNOWN)
                .problem(409, "email_taken")
                .problem(412, FAILED)
                .problem(428, "precondition_required")
                .scopes(WRITE);
    }

    private Response register(Call call) {
        NewUser user = valid(UserJson.read(call.json()));
        return call.find(KEY)
                .map(key -> registered(call, accounts.registerOnce(key, user)))
                .orElseGet(() -> registered(call, accounts.register(user)));
    }

    private Response registered(Call call, IdempotentRegistration registration) {
        return switch (registration) {
            case Registration.Registered(User user) -> created(call, user);
            case Registration.EmailTaken(EmailAddress email) -> throw taken().exception();
            case IdempotentRegistration.Replayed(User user) ->
                created(call, user).with("Idempotency-Replayed", "true");
            case IdempotentRegistration.KeyReused reused ->
                throw Problem.of(
                                422,
                                "idempotency_key_reused",
                                "this Idempotency-Key was used for another user; take a new key for a new request")
                        .exception();
            case IdempotentRegistration.KeyInUse inUse ->
                throw Problem.of(
                                409,
                                "idempotency_key_in_use",
                                "a request with this Idempotency-Key is still running; try again in a second")
                        .with("Retry-After", "1")
                        .exception();
        };
    }

    private Response get(Call call) {
        return accounts.byId(call.get(UserPath.ID))
                .map(this::ok)
                .orElseThrow(() -> UserPath.unknown().exception());
    }

    private Response replace(Call call) {
        UserId id = call.get(UserPath.ID);
        Precondition precondition = precondition(call);
        NewUser user = valid(UserJson.readReplacement(call.json(), id, () -> accounts.byId(id)));
        return updated(accounts.update(id, UserChange.to(user), precondition));
    }

    private Response patch(Call call) {
        UserId id = call.get(UserPath.ID);
        Precondition precondition = precondition(call);
        UserChange change = UserJson.readPatch(call.json(), id, () -> accounts.byId(id));
        return updated(accounts.update(id, change, precondition));
    }

    private Response updated(UserUpdate update) {
        return switch (update) {
            case UserUpdate.Updated(User user) -> ok(user);
            case UserUpdate.Missing missing -> throw UserPath.unknown().exception();
            case UserUpdate.PreconditionFailed failed ->
                throw preconditionFailed().exception();
            case UserUpdate.EmailTaken(EmailAddress email) -> throw taken().exception();
        };
    }

    private Response remove(Call call) {
        return switch (accounts.remove(call.get(UserPath.ID), precondition(call))) {
            case UserRemoval.Removed removed -> Response.of(204);
            case UserRemoval.Missing missing -> throw UserPath.unknown().exception();
            case UserRemoval.PreconditionFailed failed ->
                throw preconditionFailed().exception();
        };
    }

    private static NewUser valid(UserJson.Reading reading) {
        return switch (reading) {
            case UserJson.Reading.Valid(NewUser user) -> user;
            case UserJson.Reading.Invalid(List<Problem.FieldError> errors) ->
                throw Problem.invalid(errors).exception();
        };
    }

    private Precondition precondition(Call call) {
        if (requireIfMatch && call.header("If-Match").isEmpty()) {
            throw Problem.of(428, "precondition_required", "send If-Match with the ETag of the user as you last saw it")
                    .exception();
        }
        return Revisions.precondition(call);
    }

    private Response created(Call call, User user) {
        return one(201, user).with("Location", call.request().prefix() + PATH + "/" + user.id());
    }

    private Response ok(User user) {
        return one(200, user).with(NO_CACHE);
    }

    private Response one(int status, User user) {
        Encoded encoded = users.of(user);
        return new Response(status, List.of(CONTENT_TYPE, encoded.tag()), encoded.body());
    }

    private static Encoded encode(User user) {
        byte[] body = Json.write(json -> UserJson.write(json, user));
        return new Encoded(new Payload.Bytes(body), new Response.Field("ETag", Revisions.tag(user)));
    }

    private static Problem preconditionFailed() {
        return Problem.of(
                412, "precondition_failed", "the user was changed since; read it again and decide by its new ETag");
    }

    static Problem taken() {
        return new Problem(
                409,
                "email_taken",
                "another user has this email",
                List.of(new Problem.FieldError("email", "is taken by another user")),
                List.of());
    }
}
