package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Acknowledged events are there exactly once after the server was killed in the middle of its work. */
@Timeout(240)
class EventCrashTest {

    private static final String ANALYTICS = "/api/v1/analytics";
    private static final String WINDOW = "&from=2026-01-01&to=2027-01-01";
    private static final Pattern NEXT = Pattern.compile("<[^>]*?(/api[^>]*)>; rel=\"next\"");
    private static final int ROUNDS = 2;
    private static final int CLIENTS = 4;

    @TempDir
    Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void acknowledged_events_are_there_once_after_kill_9() throws Exception {
        Map<String, String> embedded = Map.of("PORTSIDE_PORT", "0");
        for (int round = 0; round < ROUNDS; round++) {
            int before = acknowledged.size();
            try (ServerProcess server = ServerProcess.start(folder, embedded)) {
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int port = server.port();
                    clients.add(Thread.ofVirtual().start(() -> sendUntilItIsGone(new Client(port))));
                }
                while (acknowledged.size() < before + 2_000) {
                    assertTrue(clients.stream().anyMatch(Thread::isAlive), "no client sends");
                    Thread.sleep(1);
                }
                server.kill();
                server.exitCode();
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
        try (ServerProcess server = ServerProcess.start(folder, embedded)) {
            compare(new Client(server.port()));
            server.terminate();
            assertEquals(0, server.exitCode(), server.output());
        }
    }

    /** Sends some events again with the next ones, as a client does that has had no answer. */
    private void sendUntilItIsGone(Client client) {
        List<String> again = List.of();
        try {
            while (true) {
                List<String> ids = new ArrayList<>(again);
                for (int i = 0; i < 50; i++) {
                    ids.add(UUID.randomUUID().toString());
                }
                client.post(ANALYTICS, json(ids)).expect(202);
                acknowledged.addAll(ids);
                again = ids.subList(ids.size() - 5, ids.size());
            }
        } catch (UncheckedIOException e) {
            // It was killed.
            return;
        }
    }

    private static String json(List<String> ids) {
        List<String> events = new ArrayList<>();
        for (String id : ids) {
            int kind = id.charAt(0) % 3;
            events.add(
                    "{\"id\":\"%s\",\"name\":\"n%d\",\"user_id\":\"%s\",\"timestamp\":\"2026-0%d-11T10:00:00Z\",\"properties\":{\"p\":\"v%d\"}}"
                            .formatted(id, kind, id.substring(0, 2), 1 + id.charAt(1) % 9, id.charAt(2) % 5));
        }
        return "[" + String.join(",", events) + "]";
    }

    private void compare(Client client) {
        Map<String, Integer> stored = new HashMap<>();
        Map<String, Integer> ofName = new HashMap<>();
        Optional<String> page = Optional.of(ANALYTICS + "/events?limit=1000");
        while (page.isPresent()) {
            Client.Answer answer = client.get(page.get()).expect(200);
            for (JsonNode event : answer.json()) {
                stored.merge(event.get("id").stringValue(), 1, Integer::sum);
                ofName.merge(event.get("name").stringValue(), 1, Integer::sum);
            }
            Matcher next = NEXT.matcher(answer.header("Link").orElse(""));
            page = next.find() ? Optional.ofNullable(next.group(1)) : Optional.empty();
        }
        assertTrue(stored.keySet().containsAll(acknowledged), "events are lost");
        assertTrue(stored.values().stream().allMatch(times -> times == 1), "events are there twice");
        ofName.forEach((name, count) -> {
            assertEquals(count, sum(client.get(ANALYTICS + "/trends?interval=month&event=" + name + WINDOW)));
            assertEquals(count, sum(client.get(ANALYTICS + "/top?property=p&event=" + name + WINDOW)));
        });
    }

    private static int sum(Client.Answer answer) {
        int sum = 0;
        for (JsonNode point : answer.expect(200).json()) {
            sum += point.get("count").intValue();
        }
        return sum;
    }
}
