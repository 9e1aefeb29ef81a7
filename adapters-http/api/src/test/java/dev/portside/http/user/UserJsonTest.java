package dev.portside.http.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import dev.portside.http.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UserJsonTest {

    /** As an earlier release took it. */
    private static final User OLD = User.registered(
            new UserId(7),
            new NewUser(new UserName("A\u202eda"), new EmailAddress("ada@localhost")),
            Instant.parse("2026-03-29T12:00:00Z"));

    @Test
    void values_that_are_stored_may_be_sent_back_though_they_could_not_be_given() {
        JsonNode body = json("{\"name\":\"A\u202eda\",\"email\":\"ada@localhost\"}");

        UserJson.Reading.Valid valid = assertInstanceOf(
                UserJson.Reading.Valid.class, UserJson.readReplacement(body, OLD.id(), () -> Optional.of(OLD)));
        assertEquals(UserChange.to(valid.user()), UserJson.readPatch(body, OLD.id(), () -> Optional.of(OLD)));
        assertEquals(OLD.email(), valid.user().email());
    }

    @Test
    void others_like_them_are_refused() {
        JsonNode other = json("{\"name\":\"B\u202eob\",\"email\":\"bob@localhost\"}");

        assertInstanceOf(
                UserJson.Reading.Invalid.class, UserJson.readReplacement(other, OLD.id(), () -> Optional.of(OLD)));
        assertThrows(ProblemException.class, () -> UserJson.readPatch(other, OLD.id(), Optional::empty));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
