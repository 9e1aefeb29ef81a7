package dev.portside.domain.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nothing that a person says of themselves is in a line of a log that names a record. */
class PersonalDataTest {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    private static final UserName NAME = new UserName("Secretname");
    private static final EmailAddress EMAIL = new EmailAddress("secretmail@secretdomain.example");
    private static final NewUser NEW_USER = new NewUser(NAME, EMAIL);
    private static final User USER = User.registered(new UserId(7), NEW_USER, NOON);
    private static final NewEvent NEW_EVENT = NewEvent.of(
            new EventId(new UUID(1, 2)),
            new EventName("signup"),
            Optional.of(new PersonId("secretperson")),
            NOON,
            Map.of(new PropertyName("plan"), "secretplan"));

    private static final List<Record> ALL = List.of(
            EMAIL,
            NEW_USER,
            USER,
            UserChange.to(NEW_USER),
            new UserChange(Optional.empty(), Optional.of(EMAIL)),
            new UserPage(List.of(USER), Optional.empty()),
            NEW_EVENT.event(),
            NEW_EVENT,
            new Holder(EMAIL));

    /** Holder of values, as outcomes of the application are. */
    private record Holder(EmailAddress taken) {}

    @Test
    void it_is_in_no_text_of_a_record() {
        for (Record one : ALL) {
            assertFalse(one.toString().toLowerCase(java.util.Locale.ROOT).contains("secret"), one::toString);
        }
    }

    @Test
    void the_texts_still_tell_what_they_are_of() {
        assertEquals("User[id=7, revision=1]", USER.toString());
        assertEquals("UserChange[name=set, email=set]", UserChange.to(NEW_USER).toString());
        assertTrue(
                NEW_EVENT
                        .toString()
                        .startsWith("NewEvent[id=" + NEW_EVENT.event().id()),
                NEW_EVENT::toString);
    }
}
