package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static dev.portside.bootstrap.Client.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Mistakes of a newcomer, and the answers to them. */
interface ErrorJourneys {

    Client client();

    @Test
    default void numbers_in_a_query_are_checked() {
        for (String wrong :
                List.of("0", "-1", "abc", "1.5", "1e3", "", "99999999999999999999", "0x10", "%2B1", "%20", "1%00")) {
            client().get(USERS + "?page=" + wrong).invalid("page");
            client().get(USERS + "?limit=" + wrong.replace("99999999999999999999", "9".repeat(200)))
                    .invalid("limit");
        }
        client().get(USERS + "?page=9223372036854775807").invalid("page");
        client().get(USERS + "?page=1&page=2").invalid("page");
        client().get(USERS + "?count=maybe").invalid("count");
    }

    @Test
    default void searches_are_checked() {
        client().get(USERS + "?search=").invalid("search");
        client().get(USERS + "?search=" + "x".repeat(101)).invalid("search");
        client().get(USERS + "?search=a%00b").invalid("search");
        client().get(USERS + "?search=%ff").problem(400, "malformed_uri");
        client().get(USERS + "?search=" + "x".repeat(100)).expect(200);
    }

    @Test
    default void cursors_that_were_tampered_with_are_refused() {
        client().register("A", UserJourneys.unique("c") + "@example.org");
        client().register("B", UserJourneys.unique("c") + "@example.org");
        String next = client().get(USERS + "?limit=1").link("next").orElseThrow();
        String cursor = next.replaceAll(".*after=([^&]*).*", "$1");
        client().get(USERS + "?after=" + cursor).expect(200);
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            client().get(USERS + "?after=" + cursor.substring(0, i) + other + cursor.substring(i + 1))
                    .invalid("after");
        }
        client().get(USERS + "?after=" + cursor.substring(1)).invalid("after");
        client().get(USERS + "?after=" + cursor + "A").invalid("after");
        client().get(USERS + "?after=").invalid("after");
        client().get(USERS + "?after=%F0%9F%98%80").invalid("after");
        client().get(USERS + "?page=1&after=" + cursor).invalid("page");
    }

    @Test
    default void ids_are_checked() {
        for (String wrong : List.of("0", "-1", "abc", "1.0", "9223372036854775808", "%20", "%2B1", "1e3", "٣")) {
            client().get(USERS + "/" + wrong.replace("٣", "%D9%A3")).invalid("id");
        }
        client().get(USERS + "/9223372036854775807").problem(404, "unknown_user");
    }

    @Test
    default void bodies_that_are_not_json_are_refused() {
        for (String body : List.of(
                "",
                " ",
                "{",
                "{\"name\":}",
                "{'name':'x'}",
                "{\"name\":\"x\"} trailing",
                "nul",
                "[1,]",
                "{\"name\":\"\u0001\"}",
                "// comment\n{}",
                "{\"n\":NaN}",
                "{\"n\":01}",
                "[".repeat(33) + "]".repeat(33),
                "[".repeat(10_000),
                "{\"name\":\"" + "x".repeat(70_000) + "\"}",
                "1".repeat(2_000))) {
            client().post(USERS, body).problem(400, "malformed_json");
        }
    }

    @Test
    default void a_member_that_stands_twice_is_named() {
        client().post(USERS, "{\"a\":1,\"a\":2}").invalid("a");
    }

    @Test
    default void fields_are_checked_all_at_once() {
        JsonNode problem = client().post(USERS, "{\"name\":\"\",\"email\":\"x\",\"admin\":true}")
                .problem(400, "invalid");
        assertEquals(3, problem.get("errors").size(), problem.toString());
        assertTrue(problem.get("detail").stringValue().contains("admin"), problem.toString());

        for (String body : List.of(
                "{}", "{\"name\":1,\"email\":2}", "{\"name\":null,\"email\":null}", "{\"name\":[],\"email\":{}}")) {
            assertEquals(
                    2,
                    client().post(USERS, body)
                            .problem(400, "invalid")
                            .get("errors")
                            .size());
        }
        for (String body : List.of("[]", "7", "\"x\"", "null", "true")) {
            client().post(USERS, body).problem(400, "invalid");
        }
        for (String name : List.of("", "   ", "\u00a0", "a\u0000b", "a\nb", "x".repeat(201))) {
            client().post(USERS, user(name, "name@example.org")).invalid("name");
        }
        client().post(USERS, "{\"name\":\"\\ud800\",\"email\":\"name@example.org\"}")
                .expect(400);
        for (String email : List.of(
                "",
                "x",
                "@",
                "a@",
                "@b",
                "a b@c.org",
                "a@b c.org",
                "a..b@c.org",
                ".a@c.org",
                "a.@c.org",
                "a@-c.org",
                "a@c..org",
                "a@c.org.",
                "a@b@c.org",
                "ü@c.org",
                "a@ü.org",
                "a\u0000@c.org",
                " a@c.org",
                "a@c.org ",
                "x".repeat(65) + "@c.org",
                "a@" + "b".repeat(64) + ".org",
                "a@" + "b.".repeat(130) + "org")) {
            client().post(USERS, user("x", email)).invalid("email");
        }
    }

    @Test
    default void a_small_mistake_gets_a_small_answer() {
        StringBuilder body = new StringBuilder("{\"name\":\"x\"");
        for (int i = 0; i < 10_000; i++) {
            body.append(",\"unknown").append(i).append("x".repeat(50)).append("\":1");
        }
        Client.Answer answer = client().post(USERS, body.append('}').toString());
        assertEquals(20, answer.problem(400, "invalid").get("errors").size());
        assertTrue(answer.text().length() < 10_000, "was " + answer.text().length());
        String deep = client().post(USERS, "[".repeat(33))
                .problem(400, "malformed_json")
                .toString();
        assertTrue(!deep.contains("StreamReadConstraints"), deep);
    }

    @Test
    default void patches_are_checked() {
        long id = client().register("Patch", UserJourneys.unique("p") + "@example.org")
                .get("id")
                .longValue();
        String path = USERS + "/" + id;
        client().patch(path, "{\"name\":null}").invalid("name");
        client().patch(path, "{\"id\":5}").invalid("id");
        client().patch(path, "[]").problem(400, "invalid");
        client().patch(path, "{\"name\":\"x\"}", "Content-Type", "application/json-patch+json")
                .problem(415, "unsupported_media_type");
        client().patch(path, "{\"name\":\"x\"}", "Content-Type", "application/json")
                .expect(200);
        client().patch(path, "{}").expect(200);
    }

    @Test
    default void media_types_are_checked() {
        String json = user("Media", UserJourneys.unique("m") + "@example.org");
        for (String wrong : List.of(
                "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "json")) {
            client().post(USERS, json, "Content-Type", wrong).problem(415, "unsupported_media_type");
        }
        client().send("POST", USERS, json).problem(415, "unsupported_media_type");
        client().post(USERS, json, "Content-Encoding", "gzip").problem(415, "unsupported_media_type");
        client().post(USERS, json, "Content-Type", "Application/JSON; charset=\"UTF-8\"")
                .expect(201);

        client().get(USERS, "Accept", "text/html").problem(406, "not_acceptable");
        client().get(USERS, "Accept", "application/json;q=0, */*").problem(406, "not_acceptable");
        client().get(USERS + "/export", "Accept", "application/json").problem(406, "not_acceptable");
        for (String right : List.of("*/*", "application/*", "text/html, application/json;q=0.1", "APPLICATION/JSON")) {
            client().get(USERS, "Accept", right).expect(200);
        }
    }

    @Test
    default void bodies_too_large_are_refused() {
        String huge = user("x".repeat(5_000_000), "a@example.org");
        client().post(USERS, huge).problem(413, "body_too_large");
        client().post(USERS + "/batch", huge).problem(413, "body_too_large");
    }

    @Test
    default void paths_and_methods_that_are_not_there_are_told_apart() {
        for (String path :
                List.of("/nowhere", "/api", "/api/v1", "/api/v2/users", USERS + "/", USERS + "/1/x", "/API/V1/USERS")) {
            client().get(path).problem(404, "unknown_path");
        }
        for (String method : List.of("PUT", "PATCH", "DELETE", "TRACE", "BREW")) {
            Client.Answer answer = client().send(method, USERS, null);
            answer.problem(405, "method_not_allowed");
            assertEquals(Optional.of("GET, HEAD, OPTIONS, POST"), answer.header("Allow"));
        }
        assertEquals(
                Optional.of("DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
                client().send("POST", USERS + "/1", "{}").header("Allow"));
    }

    @Test
    default void request_ids_and_traces_are_kept_when_they_are_sound() {
        assertEquals(
                Optional.of("abc-1"),
                client().get("/health", "X-Request-Id", "abc-1").header("X-Request-Id"));
        for (String unsound : List.of("x".repeat(129), "with space")) {
            String made = client().get("/health", "X-Request-Id", unsound)
                    .header("X-Request-Id")
                    .orElseThrow();
            assertTrue(!made.equals(unsound) && made.length() == 32, made);
        }
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String parent = "00-" + trace + "-00f067aa0ba902b7-01";
        String continued = client().get("/health", "traceparent", parent)
                .header("traceparent")
                .orElseThrow();
        assertTrue(continued.matches("00-" + trace + "-[0-9a-f]{16}-01"), continued);
        assertTrue(!continued.equals(parent), continued);
        String fresh = client().get("/health", "traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")
                .header("traceparent")
                .orElseThrow();
        assertTrue(!fresh.contains("0".repeat(32)), fresh);
    }
}
