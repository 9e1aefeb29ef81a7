package dev.portside.http.user;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import dev.portside.http.JsonFields;
import dev.portside.http.Problem;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Users as JSON, in both directions. */
final class UserJson {

    private static final Set<String> FIELDS = Set.of("name", "email");

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
        json.writeNumberProperty("id", user.id().value());
        json.writeStringProperty("name", user.name().value());
        json.writeStringProperty("email", user.email().value());
        json.writeStringProperty("created_at", time(user.createdAt()));
        json.writeStringProperty("updated_at", time(user.updatedAt()));
        json.writeEndObject();
    }

    /** RFC 3339 in UTC; ISO_INSTANT writes 0, 3 or 6 digits of the second's fraction for whole microseconds. */
    private static String time(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }
}
