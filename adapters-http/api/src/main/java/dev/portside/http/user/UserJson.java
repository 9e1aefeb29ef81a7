package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import dev.portside.http.Problem;
import dev.portside.http.json.JsonFields;
import dev.portside.http.json.Timestamps;
import dev.portside.http.route.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;

/** Users as JSON, in both directions. */
final class UserJson {

    private static final Set<String> FIELDS = Set.of("name", "email");

    /** Fields that {@link #write} writes, so that a client can send back what it was given. */
    private static final Set<String> ALL_FIELDS = Set.of("id", "name", "email", "created_at", "updated_at");

    private static final Schema NAME_SCHEMA = Schema.text(1, 200);

    private static final Set<String> TIMES = Set.of("created_at", "updated_at");

    // Escaped and encoded once.
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString EMAIL = new SerializedString("email");
    private static final SerializedString CREATED_AT = new SerializedString("created_at");
    private static final SerializedString UPDATED_AT = new SerializedString("updated_at");

    /** A user as it is read. */
    static final Schema SCHEMA = Schema.object(
            Schema.required("id", Schema.whole(1, Long.MAX_VALUE), "Never used again"),
            Schema.required("name", NAME_SCHEMA, "Without white space at its ends"),
            Schema.required("email", Schema.format("email"), "Unique, in any case"),
            Schema.required("created_at", Schema.format("date-time"), "In UTC, to the microsecond"),
            Schema.required("updated_at", Schema.format("date-time"), "In UTC, to the microsecond"));

    /** A user to register, or one to take the place of another. */
    static final Schema NEW_SCHEMA = Schema.object(
            Schema.required("name", NAME_SCHEMA, "Trimmed"),
            Schema.required("email", Schema.format("email"), "Stored as given"));

    /** Members that change. */
    static final Schema PATCH_SCHEMA = Schema.object(
            Schema.optional("name", NAME_SCHEMA, "Trimmed"),
            Schema.optional("email", Schema.format("email"), "Stored as given"));

    private UserJson() {}

    /** Result of reading one user of a request. */
    sealed interface Reading {

        record Valid(NewUser user) implements Reading {}

        record Invalid(List<Problem.FieldError> errors) implements Reading {}
    }

    /** Reads a user that is to be registered. */
    static Reading read(JsonNode node) {
        return read(JsonFields.of(node, FIELDS), Optional::empty);
    }

    /**
     * Reads what replaces a user. Members that cannot be changed may be sent as they are stored.
     *
     * @param stored the user as it is; called when such members were sent, or values that cannot be given any more
     */
    static Reading readReplacement(JsonNode node, UserId id, Supplier<Optional<User>> stored) {
        JsonFields fields = JsonFields.of(node, ALL_FIELDS);
        requireUnchanged(fields, node, id, stored);
        return read(fields, stored);
    }

    private static Reading read(JsonFields fields, Supplier<Optional<User>> stored) {
        Optional<UserName> name = fields.text("name", text -> name(text, stored));
        Optional<EmailAddress> email = fields.text("email", text -> email(text, stored));
        return fields.errors().isEmpty() && name.isPresent() && email.isPresent()
                ? new Reading.Valid(new NewUser(name.get(), email.get()))
                : new Reading.Invalid(fields.errors());
    }

    /**
     * Reads a merge patch (RFC 7396). Its {@code null} would remove a member, and a user has none to spare. Members that
     * cannot be changed may be sent as they are stored.
     *
     * @param stored the user as it is; called when such members were sent, or values that cannot be given any more
     * @throws dev.portside.http.ProblemException with 400 naming what is wrong
     */
    static UserChange readPatch(JsonNode node, UserId id, Supplier<Optional<User>> stored) {
        JsonFields fields = JsonFields.of(node, ALL_FIELDS);
        requireUnchanged(fields, node, id, stored);
        UserChange change = new UserChange(
                fields.optionalText("name", text -> name(text, stored)),
                fields.optionalText("email", text -> email(text, stored)));
        if (!fields.errors().isEmpty()) {
            throw Problem.invalid(fields.errors()).exception();
        }
        return change;
    }

    /** A name that an earlier release took may be sent back, though it could not be given any more. */
    private static UserName name(String text, Supplier<Optional<User>> stored) {
        try {
            return UserName.of(text);
        } catch (InvalidValue e) {
            return stored.get()
                    .map(User::name)
                    .filter(name -> name.value().equals(text))
                    .orElseThrow(() -> e);
        }
    }

    private static EmailAddress email(String text, Supplier<Optional<User>> stored) {
        try {
            return EmailAddress.of(text);
        } catch (InvalidValue e) {
            return stored.get()
                    .map(User::email)
                    .filter(email -> email.value().equals(text))
                    .orElseThrow(() -> e);
        }
    }

    private static void requireUnchanged(JsonFields fields, JsonNode node, UserId id, Supplier<Optional<User>> stored) {
        fields.readOnly("id", text -> text.equals(id.toString()));
        if (TIMES.stream().anyMatch(node::has)) {
            // Of a user that is not there any more, the write says so.
            stored.get().ifPresent(user -> {
                fields.readOnly("created_at", text -> isTime(text, user.createdAt()));
                fields.readOnly("updated_at", text -> isTime(text, user.updatedAt()));
            });
        }
    }

    private static boolean isTime(String text, Instant time) {
        try {
            return OffsetDateTime.parse(text).toInstant().equals(time);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    static void write(JsonGenerator json, User user) {
        json.writeStartObject();
        json.writeName(ID);
        json.writeNumber(user.id().value());
        json.writeName(NAME);
        json.writeString(user.name().value());
        json.writeName(EMAIL);
        json.writeString(user.email().value());
        String created = Timestamps.text(user.createdAt());
        json.writeName(CREATED_AT);
        json.writeString(created);
        json.writeName(UPDATED_AT);
        json.writeString(user.updatedAt().equals(user.createdAt()) ? created : Timestamps.text(user.updatedAt()));
        json.writeEndObject();
    }
}
