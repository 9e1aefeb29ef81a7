package dev.portside.http.user;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import dev.portside.http.JsonFields;
import dev.portside.http.Problem;
import dev.portside.http.Timestamps;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;

/** Users as JSON, in both directions. */
final class UserJson {

    private static final Set<String> FIELDS = Set.of("name", "email");

    // Escaped and encoded once.
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString EMAIL = new SerializedString("email");
    private static final SerializedString CREATED_AT = new SerializedString("created_at");
    private static final SerializedString UPDATED_AT = new SerializedString("updated_at");

    private UserJson() {}

    /** What reading one user of a request came to. */
    sealed interface Reading {

        record Valid(NewUser user) implements Reading {}

        record Invalid(List<Problem.FieldError> errors) implements Reading {}
    }

    static Reading read(JsonNode node) {
        JsonFields fields = JsonFields.of(node, FIELDS);
        Optional<UserName> name = fields.text("name", UserName::new);
        Optional<EmailAddress> email = fields.text("email", EmailAddress::new);
        return fields.errors().isEmpty() && name.isPresent() && email.isPresent()
                ? new Reading.Valid(new NewUser(name.get(), email.get()))
                : new Reading.Invalid(fields.errors());
    }

    /**
     * Reads a merge patch (RFC 7396). Its {@code null} would remove a member, and a user has none to spare.
     *
     * @throws dev.portside.http.Refusal with 400 naming what is wrong
     */
    static UserChange readPatch(JsonNode node) {
        JsonFields fields = JsonFields.of(node, FIELDS);
        UserChange change = new UserChange(
                fields.optionalText("name", UserName::new), fields.optionalText("email", EmailAddress::new));
        if (!fields.errors().isEmpty()) {
            throw Problem.invalid(fields.errors()).refusal();
        }
        return change;
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
