package dev.portside.http.user;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.Response;
import dev.portside.http.json.Json;
import dev.portside.http.json.JsonFields;
import dev.portside.http.route.Call;
import dev.portside.http.route.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Registers many users with one request; each succeeds or fails by itself. */
final class UserBatches {

    private static final int MAX_USERS = 1_000;

    private static final Schema LIST = Schema.arrayOf(UserJson.NEW_SCHEMA, 1, MAX_USERS);

    static final Schema SCHEMA =
            new Schema.AnyOf(List.of(LIST, Schema.object(Schema.required("users", LIST, "The users to register"))));

    static final Schema RESULTS_SCHEMA = Schema.arrayOf(Schema.object(
            Schema.required("index", Schema.whole(0, MAX_USERS), "Place in the request"),
            Schema.required("status", Schema.whole(200, 599), "Status as of a request of its own"),
            Schema.optional("user", UserJson.SCHEMA, "The user, when it is registered"),
            Schema.optional("error", Schema.TEXT, "The reason, when it is not"),
            Schema.optional("errors", Schema.FIELD_ERRORS, "The fields that are wrong")));

    private final UserAccounts accounts;

    UserBatches(UserAccounts accounts) {
        this.accounts = accounts;
    }

    /** 207 with one result per user, in the order sent. */
    Response register(Call call) {
        if (call.header(UserRoutes.IDEMPOTENCY_KEY).isPresent()) {
            throw Problem.invalid(
                            UserRoutes.IDEMPOTENCY_KEY,
                            "is not taken for a batch; leave it out: sent again, a user that was registered is 409")
                    .exception();
        }
        List<UserJson.Reading> readings = new ArrayList<>();
        for (JsonNode item : items(call.json())) {
            readings.add(read(item));
        }
        List<NewUser> valid = readings.stream()
                .filter(UserJson.Reading.Valid.class::isInstance)
                .map(reading -> ((UserJson.Reading.Valid) reading).user())
                .toList();
        Iterator<Registration> registrations = accounts.registerAll(valid).iterator();
        return Response.of(207, "application/json", Json.write(json -> {
            json.writeStartArray();
            for (int i = 0; i < readings.size(); i++) {
                json.writeStartObject();
                json.writeNumberProperty("index", i);
                switch (readings.get(i)) {
                    case UserJson.Reading.Valid registered -> write(json, registrations.next());
                    case UserJson.Reading.Invalid(List<Problem.FieldError> errors) ->
                        write(json, Problem.invalid(errors));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    /** A bare array, or an object whose one member {@code users} is the array. */
    private static Iterable<JsonNode> items(JsonNode body) {
        JsonNode array = body;
        if (body.isObject()) {
            JsonFields fields = JsonFields.of(body, Set.of("users"));
            if (!fields.errors().isEmpty()) {
                throw Problem.invalid(fields.errors()).exception();
            }
            array = Optional.ofNullable(body.get("users"))
                    .orElseThrow(() -> Problem.invalid("users", "is required").exception());
        }
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_USERS) {
            throw Problem.invalid("users", "must be an array of 1 to " + MAX_USERS + " users")
                    .exception();
        }
        return array;
    }

    private static UserJson.Reading read(JsonNode item) {
        try {
            return UserJson.read(item);
        } catch (ProblemException e) {
            return new UserJson.Reading.Invalid(
                    List.of(new Problem.FieldError("user", e.problem().detail())));
        }
    }

    private static void write(JsonGenerator json, Registration registration) {
        switch (registration) {
            case Registration.Registered(User user) -> {
                json.writeNumberProperty("status", 201);
                json.writeName("user");
                UserJson.write(json, user);
            }
            case Registration.EmailTaken(EmailAddress email) -> write(json, UserRoutes.taken());
        }
    }

    private static void write(JsonGenerator json, Problem problem) {
        json.writeNumberProperty("status", problem.status());
        json.writeStringProperty("error", problem.detail());
        problem.writeErrors(json);
    }
}
