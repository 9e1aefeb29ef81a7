package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Journeys about events, over HTTP. Each has names of its own, so that all can share one server. */
interface EventJourneys {

    String ANALYTICS = "/api/v1/analytics";

    Client client();

    private static String name() {
        return UserJourneys.unique("event");
    }

    private static String event(String name, String person, String at, String properties) {
        return "{\"name\":\"%s\",\"user_id\":\"%s\",\"timestamp\":\"%s\",\"properties\":%s}"
                .formatted(name, person, at, properties);
    }

    private Client.Answer send(String json) {
        return client().post(ANALYTICS, json);
    }

    private static List<Integer> counts(JsonNode points) {
        List<Integer> counts = new ArrayList<>();
        points.forEach(point -> counts.add(point.get("count").intValue()));
        return counts;
    }

    @Test
    default void what_comes_in_is_told_to_those_who_listen() throws Exception {
        String name = name();
        send(event(name, "1", "2026-03-28T22:30:00Z", "{}")).expect(202);
        try (BufferedReader first = client().listen(ANALYTICS + "/live");
                BufferedReader second = client().listen(ANALYTICS + "/live")) {
            assertEquals("retry: 2000", first.readLine());
            assertEquals("", first.readLine());
            send("[" + event(name, "1", "2020-03-28T22:30:00Z", "{}") + ","
                            + event(name, "2", "2026-03-29T00:00:00Z", "{}") + "]")
                    .expect(202);
            assertEquals(2, told(first, name));
            send(event(name, "3", "2026-03-28T22:30:00Z", "{}")).expect(202);
            assertEquals(1, told(first, name));
            int all = told(second, name);
            assertEquals(3, all < 3 ? all + told(second, name) : all);
            // So that the server can notice which clients are there.
            String line = first.readLine();
            while (!line.equals(": heartbeat")) {
                line = first.readLine();
            }
        }
    }

    /** The next count of events of this name. */
    private static int told(BufferedReader stream, String name) throws IOException {
        while (true) {
            String line = stream.readLine();
            if (line.startsWith("data: ")) {
                JsonNode count = Client.json(line.substring("data: ".length()))
                        .get("counts")
                        .get(name);
                if (count != null) {
                    return count.intValue();
                }
            }
        }
    }

    /** Dates are midnights in the zone that is asked for, in lists as in trends. */
    @Test
    default void a_list_of_days_is_of_days_in_the_zone() {
        String name = name();
        send("[" + event(name, "1", "2026-11-01T20:00:00Z", "{}") + "," + event(name, "1", "2026-11-02T01:00:00Z", "{}")
                        + "]")
                .expect(202);
        String query = ANALYTICS + "/events?event=" + name + "&from=2026-11-02&to=2026-11-03&limit=1";

        Client.Answer kolkata = client().get(query + "&tz=asia/kolkata").expect(200);

        assertEquals(1, client().get(query).expect(200).json().size());
        assertEquals(1, kolkata.json().size());
        assertTrue(kolkata.header("Link").orElseThrow().contains("&tz=asia%2Fkolkata"), kolkata::toString);
        assertEquals(
                2,
                client().get(query.replace("limit=1", "limit=5") + "&tz=Asia/Kolkata")
                        .expect(200)
                        .json()
                        .size());
        assertEquals(
                1,
                client().get(query.replace("limit=1", "limit=5"))
                        .expect(200)
                        .json()
                        .size());
    }

    @Test
    default void zones_have_the_names_of_iana_in_any_case() {
        String query = ANALYTICS + "/trends?event=" + name() + "&from=2026-03-10&to=2026-03-11&tz=";
        for (String zone :
                List.of("EST", "est", "utc", "asia/kolkata", "Asia/Calcutta", "US/Pacific", "Etc/GMT-14", "Zulu")) {
            client().get(query + zone).expect(200);
        }
        for (String zone :
                List.of("%2B05:30", "UTC%2B1", "SystemV/AST4", "Z", "PST", "Europe/Portside", "Europe/Berlin%20")) {
            client().get(query + zone).expect(400);
        }
    }

    @Test
    default void times_of_answers_are_those_of_rfc_3339_however_clocks_went() {
        String name = name();
        for (String query : List.of(
                "interval=day&tz=Europe/Berlin&from=1890-01-01T00:00:00Z&to=1890-01-04T00:00:00Z",
                "interval=month&tz=Europe/Berlin&from=1893-01-01&to=1893-06-01",
                "interval=hour&tz=Africa/Monrovia&from=1972-01-06T20:00:00Z&to=1972-01-07T06:00:00Z",
                "interval=hour&tz=Australia/Lord_Howe&from=2026-04-04T13:00:00Z&to=2026-04-04T18:00:00Z",
                "interval=month&tz=America/New_York&from=0001-01-01T00:00:00Z&to=0001-03-01T00:00:00Z",
                "interval=day&tz=Pacific/Kiritimati&from=9999-12-30T00:00:00Z&to=9999-12-31T23:00:00Z")) {
            List<String> buckets = new ArrayList<>();
            client().get(ANALYTICS + "/trends?event=" + name + "&" + query)
                    .expect(200)
                    .json()
                    .forEach(point -> buckets.add(point.get("bucket").stringValue()));
            Instant last = Instant.MIN;
            for (String bucket : buckets) {
                assertTrue(
                        bucket.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)"),
                        buckets::toString);
                Instant start = OffsetDateTime.parse(bucket).toInstant();
                assertTrue(start.isAfter(last), buckets::toString);
                last = start;
            }
        }
        client().get(ANALYTICS + "/trends?event=" + name + "&from=-0800-01-01T00:00:00Z")
                .expect(400);
    }

    @Test
    default void events_are_taken_counted_and_listed() {
        String name = name();
        JsonNode one = send(event(name, "1", "2026-03-28T22:30:00Z", "{\"plan\":\"pro\"}"))
                .expect(202)
                .json();
        assertEquals(1, one.get("accepted").intValue());
        assertEquals(7, UUID.fromString(one.get("id").stringValue()).version());
        send("[" + event(name, "1", "2026-03-29T10:00:00Z", "{\"plan\":\"free\"}") + ","
                        + event(name, "2", "2026-03-29T21:59:59.999999Z", "{\"plan\":\"pro\"}") + "]")
                .expect(202);
        send("{\"events\":[" + event(name, "2", "2026-03-29T22:00:00Z", "{}") + "]}")
                .expect(202);

        String window = "&from=2026-03-28&to=2026-03-31&tz=Europe/Berlin";
        JsonNode trend = client().get(ANALYTICS + "/trends?event=" + name + window)
                .expect(200)
                .json();
        assertEquals(List.of(1, 2, 1), counts(trend));
        assertEquals("2026-03-29T00:00:00+01:00", trend.get(1).get("bucket").stringValue());
        assertEquals("2026-03-30T00:00:00+02:00", trend.get(2).get("bucket").stringValue());
        assertEquals(2, trend.get(1).get("unique_users").intValue());
        assertTrue(trend.get(1).get("unique_users_error") == null);

        JsonNode byPlan = client().get(ANALYTICS + "/trends?interval=month&group_by=plan&event=" + name + window)
                .expect(200)
                .json();
        assertEquals("pro", byPlan.get(0).get("value").stringValue());
        assertEquals(List.of(2, 1), counts(byPlan));

        JsonNode top = client().get(ANALYTICS + "/top?property=plan&event=" + name + window)
                .expect(200)
                .json();
        assertEquals("pro", top.get(0).get("value").stringValue());
        assertEquals(List.of(2, 1), counts(top));

        Client.Answer first =
                client().get(ANALYTICS + "/events?limit=3&event=" + name).expect(200);
        assertEquals(
                "2026-03-29T22:00:00Z", first.json().get(0).get("timestamp").stringValue());
        assertEquals("pro", first.json().get(1).get("properties").get("plan").stringValue());
        Client.Answer next = client().get(first.link("next").orElseThrow()).expect(200);
        assertEquals(one.get("id"), next.json().get(0).get("id"));
        assertEquals(Optional.empty(), next.link("next"));
    }

    @Test
    default void the_same_event_is_stored_once_however_often_and_wherever_it_is_sent() throws Exception {
        String name = name();
        List<String> ids = IntStream.range(0, 40)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        List<Callable<JsonNode>> requests = new ArrayList<>();
        for (int request = 0; request < 16; request++) {
            int number = request;
            List<String> order = new ArrayList<>(ids);
            Collections.rotate(order, number * 7);
            String body = order.stream()
                    .map(id -> "{\"id\":\"%s\",\"name\":\"%s\",\"timestamp\":\"2026-0%d-01T00:00:00Z\"}"
                            .formatted(id, name, 1 + number % 5))
                    .collect(Collectors.joining(",", "[", "]"));
            requests.add(() -> send(body).expect(202).json());
        }
        int accepted = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<JsonNode> answer : threads.invokeAll(requests)) {
                accepted += answer.get().get("accepted").intValue();
                assertEquals(
                        40,
                        answer.get().get("accepted").intValue()
                                + answer.get().get("duplicates").intValue());
            }
        }
        assertEquals(40, accepted);
        assertEquals(
                40,
                client().get(ANALYTICS + "/events?limit=1000&event=" + name)
                        .expect(200)
                        .json()
                        .size());
        JsonNode year = client().get(ANALYTICS + "/trends?interval=month&from=2026-01-01&to=2026-07-01&event=" + name)
                .expect(200)
                .json();
        assertEquals(40, counts(year).stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    default void of_a_batch_the_valid_events_are_stored_and_each_of_the_others_is_told_why_not() {
        String name = name();
        String ahead = Instant.now().plus(25, ChronoUnit.HOURS).toString();
        List<String> bad = List.of(
                "{}",
                "7",
                "{\"name\":\"\"}",
                "{\"name\":\"" + "x".repeat(201) + "\"}",
                "{\"name\":7}",
                "{\"name\":\"a\",\"id\":\"1\"}",
                "{\"name\":\"a\",\"user_id\":1.5}",
                "{\"name\":\"a\",\"user_id\":{\"a\":[1]}}",
                "{\"name\":\"a\",\"timestamp\":\"yesterday\"}",
                "{\"name\":\"a\",\"timestamp\":\"" + ahead + "\"}",
                "{\"name\":\"a\",\"properties\":[]}",
                "{\"name\":\"a\",\"properties\":" + "{\"a\":".repeat(9) + "1" + "}".repeat(9) + "}",
                "{\"name\":\"a\",\"properties\":{\"a\":\"" + "x".repeat(33_000) + "\"}}",
                "{\"name\":\"a\",\"properties\":{\"a\":\"\\u0000\"}}",
                "{\"name\":\"a\",\"properties\":{\"a\":\"\\ud800\"}}",
                "{\"name\":\"a\",\"properties\":{\"a\":1e99999}}",
                "{\"name\":\"a\",\"properties\":{\"a\":1e99999999999}}",
                "{\"name\":\"a\",\"colour\":1}");
        String good = "{\"name\":\"%s\"}".formatted(name);
        JsonNode answer = send(bad.stream().map(item -> item + "," + good).collect(Collectors.joining(",", "[", "]")))
                .expect(207)
                .json();

        assertEquals(bad.size(), answer.get("accepted").intValue());
        for (int i = 0; i < bad.size(); i++) {
            JsonNode wrong = answer.get("results").get(2 * i);
            assertEquals(400, wrong.get("status").intValue(), bad.get(i));
            assertTrue(wrong.get("error").stringValue().length() > 5, bad.get(i));
            assertEquals(202, answer.get("results").get(2 * i + 1).get("status").intValue());
        }
        assertEquals(
                bad.size(),
                client().get(ANALYTICS + "/events?limit=1000&event=" + name)
                        .expect(200)
                        .json()
                        .size());
        for (String one : bad.subList(2, bad.size())) {
            send(one).problem(400, "invalid");
        }
    }

    @Test
    default void what_is_too_much_or_no_json_is_refused_whole() {
        String item = "{\"name\":\"%s\"}".formatted(name());
        send("[" + (item + ",").repeat(2_500) + item + "]").problem(413, "too_many_events");
        send("[" + (item + ",").repeat(2_499) + item + "]").expect(202);
        // A few bytes each, which written plainly would be a hundred times as many.
        send("{\"name\":\"a\",\"properties\":{\"x\":[" + "1e399,".repeat(800_000) + "1]}}")
                .problem(400, "invalid");
        send("[]").invalid("events");
        send("{\"events\":{}}").invalid("events");
        send("[" + item + ",").problem(400, "malformed_json");
        send("[" + item + "] 1").problem(400, "malformed_json");
        send("\"" + " ".repeat(5 << 20) + "\"").problem(413, "body_too_large");
        client().send("POST", ANALYTICS, "a", "Content-Type", "text/plain").problem(415, "unsupported_media_type");
    }

    @Test
    default void people_are_followed_through_a_funnel_and_back() {
        String name = name();
        List<String> events = List.of(
                event(name + "view", "a", "2026-01-05T10:00:00Z", "{}"),
                event(name + "pay", "a", "2026-01-12T10:00:00Z", "{}"),
                event(name + "view", "b", "2026-01-06T10:00:00Z", "{}"),
                event(name + "pay", "b", "2026-01-13T10:00:00.000001Z", "{}"),
                event(name + "view", "b", "2026-01-14T10:00:00Z", "{}"));
        send("[" + String.join(",", events) + "]").expect(202);

        JsonNode steps = client().post(ANALYTICS + "/funnels", """
                        {"steps":["%sview","%spay"],"window":"P7D","from":"2026-01-01","to":"2026-02-01"}""".formatted(name, name))
                .expect(200)
                .json()
                .get("steps");
        assertEquals(2, steps.get(0).get("people").intValue());
        assertEquals(1, steps.get(1).get("people").intValue());
        assertEquals(0.5, steps.get(1).get("from_first").doubleValue());

        JsonNode cohorts = client().get(ANALYTICS + "/retention?from=2026-01-05&to=2026-01-26&event=" + name + "view"
                        + "&return_event=" + name + "pay")
                .expect(200)
                .json();
        assertEquals(3, cohorts.size());
        assertEquals(2, cohorts.get(0).get("people").intValue());
        assertEquals(2, cohorts.get(0).get("returned").get(1).intValue());
    }

    @Test
    default void questions_that_make_no_sense_are_refused_with_the_parameter() {
        client().get(ANALYTICS + "/trends").invalid("event");
        client().get(ANALYTICS + "/trends?event=a&from=x").invalid("from");
        client().get(ANALYTICS + "/trends?event=a&tz=Mars").invalid("tz");
        client().get(ANALYTICS + "/trends?event=a&interval=year").invalid("interval");
        client().get(ANALYTICS + "/trends?event=a&from=2026-01-02&to=2026-01-02")
                .invalid("to");
        client().get(ANALYTICS + "/trends?event=a&interval=minute&from=2020-01-01&to=2026-01-01")
                .invalid("interval");
        client().get(ANALYTICS + "/top?event=a").invalid("property");
        client().get(ANALYTICS + "/events?after=x").invalid("after");
        client().get(ANALYTICS + "/events?limit=0").invalid("limit");
        client().get(ANALYTICS + "/retention?event=a&interval=hour").invalid("interval");
        client().post(ANALYTICS + "/funnels", "{\"steps\":[]}").invalid("steps");
        client().post(ANALYTICS + "/funnels", "{\"steps\":[\"a\"],\"window\":\"P1Y\"}")
                .invalid("window");
    }
}
