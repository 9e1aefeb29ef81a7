package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static dev.portside.bootstrap.Client.user;
import static dev.portside.bootstrap.UserJourneys.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Stories about the forms in which clients write users, conditions and keys. */
interface UserFormJourneys {

    Client client();

    @Test
    default void a_client_may_send_back_what_it_was_given() {
        JsonNode ada = client().register("Ada", unique("ada") + "@example.org");
        String path = USERS + "/" + ada.get("id").longValue();
        Client.Answer before = client().get(path);

        Client.Answer put = client().put(path, ada.toString()).expect(200);
        Client.Answer patched = client().patch(path, ada.toString()).expect(200);

        assertEquals(ada, put.json());
        assertEquals(before.header("ETag"), put.header("ETag"));
        assertEquals(before.header("ETag"), patched.header("ETag"));
    }

    @Test
    default void a_member_that_cannot_be_changed_is_refused_by_its_name() {
        JsonNode ada = client().register("Ada", unique("ada") + "@example.org");
        String path = USERS + "/" + ada.get("id").longValue();

        client().patch(path, "{\"id\":7777777777}").invalid("id");
        client().patch(path, "{\"id\":null}").invalid("id");
        client().patch(path, "{\"created_at\":\"2020-01-01T00:00:00Z\"}").invalid("created_at");
        client().patch(path, "{\"updated_at\":\"yesterday\"}").invalid("updated_at");
        client().patch(path, "{\"updated_at\":1}").invalid("updated_at");
        client().post(USERS, ada.toString()).invalid("id");
    }

    @Test
    default void a_patch_that_changes_nothing_is_no_revision() {
        JsonNode ada = client().register("Ada", unique("ada") + "@example.org");
        String path = USERS + "/" + ada.get("id").longValue();
        Client.Answer before = client().get(path);

        for (String same : List.of("{}", "{\"name\":\"Ada\"}")) {
            Client.Answer patched = client().patch(path, same).expect(200);
            assertEquals(ada, patched.json());
            assertEquals(before.header("ETag"), patched.header("ETag"));
        }
    }

    @Test
    default void the_path_of_a_user_says_which_patches_it_takes() {
        JsonNode ada = client().register("Ada", unique("ada") + "@example.org");
        Optional<String> formats = Optional.of("application/json, application/merge-patch+json");

        assertEquals(
                formats,
                client().send("OPTIONS", USERS + "/" + ada.get("id").longValue(), null)
                        .expect(204)
                        .header("Accept-Patch"));
        assertEquals(
                Optional.empty(),
                client().send("OPTIONS", USERS, null).expect(204).header("Accept-Patch"));
    }

    @Test
    default void a_number_has_one_form() {
        JsonNode ada = client().register("Ada", unique("ada") + "@example.org");
        client().get(USERS + "/0" + ada.get("id").longValue()).invalid("id");
        client().get(USERS + "/%2B1").invalid("id");
        client().get(USERS + "?page=01").invalid("page");
        client().get(USERS + "?limit=020").invalid("limit");
        client().get(USERS + "?page=%D9%A1").invalid("page");
    }

    @Test
    default void tags_without_a_comma_between_them_are_no_condition() {
        JsonNode ada = client().register("Ada", unique("ada") + "@example.org");
        String path = USERS + "/" + ada.get("id").longValue();
        for (String malformed : List.of("\"r5\" \"r6\"", "\"r5\"\"r6\"", "\"r1\" , \"r 1\"", "*, \"r1\"")) {
            client().patch(path, "{\"name\":\"x\"}", "If-Match", malformed).invalid("If-Match");
            client().get(path, "If-None-Match", malformed).invalid("If-None-Match");
        }
        client().patch(path, "{\"name\":\"x\"}", "If-Match", ", \"r5\" ,, \"r1\",")
                .expect(200);
    }

    @Test
    default void a_key_is_the_same_with_and_without_quotes_and_is_sent_once() {
        String mark = unique("key");
        String ada = user("Ada", mark + "@example.org");
        Client.Answer first = client().post(USERS, ada, "Idempotency-Key", mark).expect(201);
        Client.Answer second =
                client().post(USERS, ada, "Idempotency-Key", "\"" + mark + "\"").expect(201);

        assertEquals(first.json(), second.json());
        assertEquals(Optional.of("true"), second.header("Idempotency-Replayed"));
        client().post(USERS, ada, "Idempotency-Key", mark, "Idempotency-Key", mark)
                .invalid("Idempotency-Key");
        client().post(USERS, ada, "Idempotency-Key", "\"" + mark).invalid("Idempotency-Key");
        client().post(USERS + "/batch", "[" + ada + "]", "Idempotency-Key", mark)
                .invalid("Idempotency-Key");
    }

    @Test
    default void a_name_is_what_people_see() {
        String address = unique("seen") + "@example.org";
        for (String unseen : List.of("\u200b", "\ufeff", "\u3164", "\u2800", "\u00ad", "a\u202eb")) {
            client().post(USERS, user(unseen, address)).invalid("name");
        }
        JsonNode jose = client().register("Jose\u0301\u200b", address);

        assertEquals("Jos\u00e9", jose.get("name").stringValue());
    }

    @Test
    default void an_address_ends_with_a_top_level_domain() {
        for (String address : List.of("a@1.2", "ada@127.0.0.1", "x@example.123", "a@b")) {
            client().post(USERS, user("Ada", address)).invalid("email");
            client().get(USERS + "?email=" + address).expect(200);
        }
    }
}
