package dev.portside.http.user;

import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.InvalidValue;
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
import dev.portside.http.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Users over HTTP. */
public final class UserRoutes {

    private static final String PATH = "/api/v1/users";
    private static final String ONE = UserPath.TEMPLATE;
    private static final String JSON = "application/json";
    private static final Set<String> JSON_ONLY = Set.of(JSON);
    private static final Set<String> MERGE_PATCH = Set.of("application/merge-patch+json", JSON);

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

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
                Route.business("GET", PATH, JSON, lists::list)
                        .taking("page", "limit", "search", "after", "email", "count"),
                Route.business("POST", PATH, JSON, routes::register).taking().consuming(JSON_ONLY),
                Route.business("GET", ONE, JSON, routes::get).taking(),
                Route.business("PUT", ONE, JSON, routes::replace).taking().consuming(JSON_ONLY),
                Route.business("PATCH", ONE, JSON, routes::patch).taking().consuming(MERGE_PATCH),
                Route.business("DELETE", ONE, routes::remove).taking(),
                Route.business("POST", PATH + "/batch", JSON, batches::register)
                        .taking()
                        .consuming(JSON_ONLY),
                Route.business("GET", PATH + "/export", UserLists.NDJSON, lists::export)
                        .taking());
    }

    private Response register(Call call) {
        NewUser user = valid(UserJson.read(call.json()));
        return idempotencyKey(call)
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
        return accounts.byId(UserPath.id(call))
                .map(this::ok)
                .orElseThrow(() -> UserPath.unknown().exception());
    }

    private Response replace(Call call) {
        UserId id = UserPath.id(call);
        Precondition precondition = precondition(call);
        NewUser user = valid(UserJson.readReplacement(call.json(), id, () -> accounts.byId(id)));
        return updated(accounts.update(id, UserChange.to(user), precondition));
    }

    private Response patch(Call call) {
        UserId id = UserPath.id(call);
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
        return switch (accounts.remove(UserPath.id(call), precondition(call))) {
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

    /** One field with one value (draft-ietf-httpapi-idempotency-key-header §2.1), for two would name two requests. */
    private static Optional<IdempotencyKey> idempotencyKey(Call call) {
        List<String> fields = call.request().headers().all(IDEMPOTENCY_KEY);
        if (fields.size() > 1) {
            throw Problem.invalid(IDEMPOTENCY_KEY, "must be sent once, but was sent " + fields.size() + " times")
                    .exception();
        }
        try {
            return fields.stream().findFirst().map(IdempotencyKey::of);
        } catch (InvalidValue e) {
            throw Problem.invalid(IDEMPOTENCY_KEY, e.getMessage()).exception();
        }
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
