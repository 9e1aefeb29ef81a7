package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static dev.portside.bootstrap.Client.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Journeys about users, over HTTP. Each makes its own users, so that all can share one server. */
interface UserJourneys {

    Client client();

    /** A word that no other story uses. */
    static String unique(String word) {
        return word + Long.toString(System.nanoTime(), 36);
    }

    @Test
    default void a_user_is_registered_read_changed_and_removed() {
        String mark = unique("ada");
        Client.Answer created = client().post(USERS, user("  Ada Lovelace ", mark + "@Example.org"))
                .expect(201);
        JsonNode ada = created.json();
        String path = USERS + "/" + ada.get("id").longValue();
        assertEquals("Ada Lovelace", ada.get("name").stringValue());
        assertEquals(mark + "@Example.org", ada.get("email").stringValue());
        assertEquals(List.of("id", "name", "email", "created_at", "updated_at"), List.copyOf(ada.propertyNames()));
        assertTrue(ada.get("created_at").stringValue().endsWith("Z"));
        assertEquals(Optional.of(path), created.header("Location"));

        Client.Answer read = client().get(path).expect(200);
        assertEquals(ada, read.json());
        assertEquals(created.header("ETag"), read.header("ETag"));

        JsonNode renamed =
                client().patch(path, "{\"name\":\"Ada King\"}").expect(200).json();
        assertEquals("Ada King", renamed.get("name").stringValue());
        assertEquals(ada.get("email"), renamed.get("email"));
        assertEquals(ada.get("created_at"), renamed.get("created_at"));
        assertNotEquals(ada.get("updated_at"), renamed.get("updated_at"));

        JsonNode replaced = client().put(path, user("Countess", mark + "2@example.org"))
                .expect(200)
                .json();
        assertEquals(replaced, client().get(path).expect(200).json());

        assertEquals("", client().delete(path).expect(204).text());
        client().get(path).problem(404, "unknown_user");
        client().delete(path).problem(404, "unknown_user");
        client().put(path, user("x", mark + "3@example.org")).problem(404, "unknown_user");
        client().patch(path, "{}").problem(404, "unknown_user");
    }

    @Test
    default void of_two_who_edit_one_user_the_second_is_told() {
        JsonNode user = client().register("Shared", unique("shared") + "@example.org");
        String path = USERS + "/" + user.get("id").longValue();
        String seen = client().get(path).header("ETag").orElseThrow();

        Client.Answer first =
                client().patch(path, "{\"name\":\"First\"}", "If-Match", seen).expect(200);
        client().patch(path, "{\"name\":\"Second\"}", "If-Match", seen).problem(412, "precondition_failed");
        client().put(path, user("Second", unique("s") + "@example.org"), "If-Match", seen)
                .problem(412, "precondition_failed");
        client().delete(path, "If-Match", seen).problem(412, "precondition_failed");

        String now = first.header("ETag").orElseThrow();
        client().patch(path, "{\"name\":\"x\"}", "If-Match", "W/" + now).problem(412, "precondition_failed");
        client().patch(path, "{\"name\":\"x\"}", "If-Match", "\"foreign\"").problem(412, "precondition_failed");
        client().patch(path, "{\"name\":\"x\"}", "If-None-Match", "*").problem(412, "precondition_failed");
        client().patch(path, "{\"name\":\"x\"}", "If-None-Match", now).problem(412, "precondition_failed");
        for (String malformed : List.of("unquoted", ",", "\"open", "\"a\" b")) {
            client().patch(path, "{\"name\":\"x\"}", "If-Match", malformed).invalid("If-Match");
        }
        client().patch(path, "{\"name\":\"x\"}", "If-Match", "\"r+02\", \"r02\", \"R2\"")
                .problem(412, "precondition_failed");
        client().get(path, "If-Match", seen).problem(412, "precondition_failed");
        client().get(path, "If-Match", now).expect(200);
        client().patch(path, "{\"name\":\"Third\"}", "If-Match", "\"foreign\", " + now)
                .expect(200);
        client().delete(path, "If-Match", "*").expect(204);
        client().delete(path, "If-Match", now).problem(404, "unknown_user");
    }

    @Test
    default void what_the_client_has_is_not_sent_again() {
        JsonNode user = client().register("Cached", unique("cached") + "@example.org");
        String path = USERS + "/" + user.get("id").longValue();
        for (String target : List.of(path, USERS + "?limit=1&search=" + unique("nobody"))) {
            Client.Answer first = client().get(target).expect(200);
            String tag = first.header("ETag").orElseThrow();

            Client.Answer second =
                    client().get(target, "If-None-Match", "\"other\", " + tag).expect(304);
            assertEquals("", second.text());
            assertEquals(first.header("ETag"), second.header("ETag"));
            assertEquals(Optional.empty(), second.header("Content-Type"));
            client().get(target, "If-None-Match", "\"other\"").expect(200);
        }
        String tag = client().get(path).header("ETag").orElseThrow();
        client().patch(path, "{\"name\":\"Changed\"}").expect(200);
        client().get(path, "If-None-Match", tag).expect(200);
    }

    @Test
    default void an_address_belongs_to_one_user_whatever_its_case() {
        String mark = unique("taken");
        client().register("First", mark + "@example.org");
        JsonNode second = client().register("Second", mark + "2@example.org");
        String path = USERS + "/" + second.get("id").longValue();

        JsonNode problem = client().post(USERS, user("Third", mark.toUpperCase(Locale.ROOT) + "@EXAMPLE.org"))
                .problem(409, "email_taken");
        assertEquals("email", problem.get("errors").get(0).get("field").stringValue());
        client().put(path, user("Second", mark + "@example.ORG")).problem(409, "email_taken");
        client().patch(path, "{\"email\":\"" + mark + "@Example.org\"}").problem(409, "email_taken");
        assertEquals(second, client().get(path).json());
    }

    @Test
    default void an_address_finds_its_user_exactly() {
        String mark = unique("find");
        JsonNode user = client().register("Findable", mark + "+tag@Example.org");

        Client.Answer found = client().get(USERS + "?count=true&email=" + mark + "%2Btag@EXAMPLE.org")
                .expect(200);
        assertEquals(1, found.json().size());
        assertEquals(user, found.json().get(0));
        assertEquals(Optional.of("1"), found.header("X-Total-Count"));
        assertEquals(
                "[]",
                client().get(USERS + "?email=no" + mark + "@example.org")
                        .expect(200)
                        .text());
        client().get(USERS + "?email=nonsense").invalid("email");
        client().get(USERS + "?email=a@b.org&search=x").invalid("search");
    }

    @Test
    default void a_list_is_walked_by_pages_and_by_links_alike() {
        String mark = unique("walk");
        List<Long> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.addFirst(client().register(mark + " " + i, mark + i + "@example.org")
                    .get("id")
                    .longValue());
        }

        List<Long> byPages = new ArrayList<>();
        for (int page = 1; page <= 5; page++) {
            byPages.addAll(ids(client().get(USERS + "?limit=2&search=" + mark + "&page=" + page)
                    .expect(200)));
        }
        assertEquals(newestFirst, byPages);

        Client.Answer answer =
                client().get(USERS + "?limit=3&count=true&search=" + mark).expect(200);
        List<Long> byLinks = new ArrayList<>(ids(answer));
        while (answer.link("next").isPresent()) {
            assertEquals(Optional.of("7"), answer.header("X-Total-Count"));
            assertTrue(answer.link("first").isPresent());
            answer = client().get(answer.link("next").get()).expect(200);
            byLinks.addAll(ids(answer));
        }
        assertEquals(newestFirst, byLinks);
        assertEquals(
                newestFirst.subList(0, 3), ids(client().get(answer.link("first").orElseThrow())));
        assertEquals(
                "[]",
                client().get(USERS + "?page=1000000&search=" + mark).expect(200).text());
        assertEquals(Optional.empty(), client().get(USERS + "?search=" + mark).header("X-Total-Count"));
    }

    @Test
    default void lists_have_their_defaults_and_bounds() {
        String mark = unique("bound");
        String batch = IntStream.range(0, 120)
                .mapToObj(i -> user(mark + i, mark + i + "@example.org"))
                .collect(Collectors.joining(",", "[", "]"));
        client().post(USERS + "/batch", batch).expect(207);

        assertEquals(20, client().get(USERS).expect(200).json().size());
        assertEquals(100, client().get(USERS + "?limit=100").expect(200).json().size());
        assertEquals(100, client().get(USERS + "?limit=101").expect(200).json().size());
        assertEquals(
                1, client().get(USERS + "?limit=1&page=9").expect(200).json().size());
    }

    @Test
    default void a_search_ignores_case_and_takes_wildcards_for_themselves() {
        String mark = unique("q");
        client().register(mark + " 50% off_", mark + "1@example.org");
        client().register(mark + " 50 offx", mark + "2@example.org");
        client().register(mark + " Straße", mark + "3@example.org");

        assertEquals(
                1,
                client().get(USERS + "?search=" + mark + "%2050%25%20off_")
                        .expect(200)
                        .json()
                        .size());
        assertEquals(
                1,
                client().get(USERS + "?search=" + mark + "+50%25")
                        .expect(200)
                        .json()
                        .size());
        assertEquals(
                1,
                client().get(USERS + "?search=" + mark + "%20STRASSE")
                        .expect(200)
                        .json()
                        .size());
        assertEquals(
                0,
                client().get(USERS + "?search=" + mark + "%25")
                        .expect(200)
                        .json()
                        .size());
        assertEquals(
                0,
                client().get(USERS + "?search=" + mark + "%5C")
                        .expect(200)
                        .json()
                        .size());
        assertEquals(
                3,
                client().get(USERS + "?search=" + mark.toUpperCase(Locale.ROOT))
                        .expect(200)
                        .json()
                        .size());
    }

    @Test
    default void a_retry_under_the_same_key_registers_once() {
        String mark = unique("once");
        String key = "key-" + mark;
        Client.Answer first = client().post(USERS, user("Once", mark + "@example.org"), "Idempotency-Key", key)
                .expect(201);
        assertEquals(Optional.empty(), first.header("Idempotency-Replayed"));

        Client.Answer again = client().post(USERS, user("Once", mark + "@example.org"), "Idempotency-Key", key)
                .expect(201);
        assertEquals(Optional.of("true"), again.header("Idempotency-Replayed"));
        assertEquals(first.text(), again.text());
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals(first.header("ETag"), again.header("ETag"));

        client().post(USERS, user("Other", mark + "@example.org"), "Idempotency-Key", key)
                .problem(422, "idempotency_key_reused");
        client().post(USERS, user("Once", mark + "@example.org")).problem(409, "email_taken");
        client().post(USERS, user("Once", mark + "9@example.org"), "Idempotency-Key", "k".repeat(256))
                .invalid("Idempotency-Key");
    }

    @Test
    default void a_batch_tells_of_each_user_what_became_of_it() {
        String mark = unique("batch");
        client().register("Old", mark + "0@example.org");
        String batch = "[" + user("A", mark + "1@example.org") + "," + user("B", mark + "0@EXAMPLE.org") + ","
                + user("", mark + "2@example.org") + "," + user("C", mark + "1@example.org") + ",7,"
                + "{\"name\":\"D\",\"email\":\"" + mark + "4@example.org\",\"role\":\"x\"},"
                + user("E", mark + "5@example.org") + "]";

        JsonNode results = client().post(USERS + "/batch", batch).expect(207).json();

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            assertEquals(i, results.get(i).get("index").intValue());
            statuses.add(results.get(i).get("status").intValue());
            assertEquals(statuses.get(i) == 201, results.get(i).has("user"));
            assertEquals(statuses.get(i) != 201, results.get(i).has("error"));
        }
        assertEquals(List.of(201, 409, 400, 409, 400, 400, 201), statuses);
        assertEquals("name", results.get(2).get("errors").get(0).get("field").stringValue());
        assertEquals("role", results.get(5).get("errors").get(0).get("field").stringValue());
        long id = results.get(0).get("user").get("id").longValue();
        assertEquals(results.get(0).get("user"), client().get(USERS + "/" + id).json());

        JsonNode wrapped = client().post(USERS + "/batch", "{\"users\":[" + user("F", mark + "6@example.org") + "]}")
                .expect(207)
                .json();
        assertEquals(201, wrapped.get(0).get("status").intValue());
        client().post(USERS + "/batch", "[]").invalid("users");
        client().post(USERS + "/batch", "{}").invalid("users");
        String tooMany = IntStream.range(0, 1_001).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
        client().post(USERS + "/batch", tooMany).invalid("users");
    }

    @Test
    default void the_export_has_everyone_once_in_id_order() {
        String mark = unique("export");
        List<String> emails =
                IntStream.range(0, 30).mapToObj(i -> mark + i + "@example.org").toList();
        emails.forEach(email -> client().register("Exported", email));

        Client.Answer export = client().get(USERS + "/export").expect(200);

        assertEquals(Optional.of("application/x-ndjson"), export.header("Content-Type"));
        Client.Answer head = client().send("HEAD", USERS + "/export", null).expect(200);
        assertEquals(Optional.empty(), head.header("Content-Length"));
        List<JsonNode> users = export.text()
                .lines()
                .map(line -> new JsonMapper().readTree(line))
                .toList();
        List<Long> ids = users.stream().map(user -> user.get("id").longValue()).toList();
        assertEquals(ids.stream().sorted().distinct().toList(), ids);
        assertEquals(
                emails,
                users.stream()
                        .map(user -> user.get("email").stringValue())
                        .filter(email -> email.startsWith(mark))
                        .toList());
    }

    @Test
    default void long_answers_are_compressed_for_those_who_ask() throws IOException {
        String mark = unique("zip");
        for (int i = 0; i < 20; i++) {
            client().register(mark + " with a rather long name " + i, mark + i + "@example.org");
        }
        String target = USERS + "?search=" + mark;
        Client.Answer plain = client().get(target).expect(200);
        Client.Answer zipped =
                client().get(target, "Accept-Encoding", "br;q=1, gzip;q=0.5").expect(200);

        assertEquals(Optional.empty(), plain.header("Content-Encoding"));
        assertEquals(Optional.of("gzip"), zipped.header("Content-Encoding"));
        assertTrue(zipped.response().headers().allValues("Vary").contains("Accept-Encoding"));
        try (var gzip =
                new GZIPInputStream(new ByteArrayInputStream(zipped.response().body()))) {
            assertEquals(plain.text(), new String(gzip.readAllBytes(), StandardCharsets.UTF_8));
        }
        Client.Answer refused =
                client().get(target, "Accept-Encoding", "gzip;q=0").expect(200);
        assertFalse(refused.header("Content-Encoding").isPresent());
    }

    private static List<Long> ids(Client.Answer answer) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode user : answer.json()) {
            ids.add(user.get("id").longValue());
        }
        return ids;
    }
}
