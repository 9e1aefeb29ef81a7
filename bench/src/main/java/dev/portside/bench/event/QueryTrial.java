package dev.portside.bench.event;

import dev.portside.bench.report.Table;
import dev.portside.bench.server.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Measurement of queries over the events of a year, one after the other. */
final class QueryTrial {

    private static final int TIMES = 11;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String PATH = "/api/v1/analytics";

    private record Question(String title, String request) {}

    private QueryTrial() {}

    static Table of(int port) {
        Table table = new Table(List.of("question", "first ms", "median ms", "slowest ms"));
        for (Question question : all(LocalDate.now(ZoneOffset.UTC))) {
            double first = millis(port, question);
            double[] more = new double[TIMES];
            for (int i = 0; i < TIMES; i++) {
                more[i] = millis(port, question);
            }
            Arrays.sort(more);
            table.add(List.of(question.title(), text(first), text(more[TIMES / 2]), text(more[TIMES - 1])));
        }
        return table;
    }

    private static List<Question> all(LocalDate today) {
        String year = "&from=" + today.minusYears(1) + "&to=" + today;
        String month = "&from=" + today.minusDays(30) + "&to=" + today;
        String quarter = "&from=" + today.minusDays(91) + "&to=" + today;
        List<Question> all = new ArrayList<>();
        all.add(get("trend, a year by day", "/trends?event=view" + year));
        all.add(get("the same by plan", "/trends?event=view&group_by=plan" + year));
        all.add(get("the same by country", "/trends?event=view&group_by=country" + year));
        all.add(get("a year by day of Berlin", "/trends?event=view&tz=Europe/Berlin" + year));
        all.add(get("trend, a month by hour", "/trends?event=view&interval=hour" + month));
        all.add(get("the same by country", "/trends?event=view&interval=hour&group_by=country" + month));
        all.add(get("top countries of an event, a year", "/top?property=country&event=view" + year));
        all.add(get("top countries of all events, a year", "/top?property=country" + year));
        all.add(funnel(today));
        all.add(get("retention, a quarter by week: signup, login", retention("signup", "login", quarter)));
        all.add(get("signup, view (1.3 million events)", retention("signup", "view", quarter)));
        all.add(get("view, view (1.2 million)", retention("view", "view", quarter)));
        all.add(get("view, search (1.6 million)", retention("view", "search", quarter)));
        all.add(get("the newest 100 events of a name", "/events?limit=100&event=pay"));
        return all;
    }

    private static String retention(String event, String returning, String window) {
        return "/retention?interval=week&event=" + event + "&return_event=" + returning + window;
    }

    private static Question get(String title, String target) {
        return new Question(
                title, "GET " + PATH + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    }

    private static Question funnel(LocalDate today) {
        String body = "{\"steps\":[\"view\",\"cart\",\"pay\"],\"window\":\"P7D\",\"from\":\"" + today.minusDays(30)
                + "\",\"to\":\"" + today + "\"}";
        return new Question(
                "funnel, a month: view, cart, pay",
                "POST " + PATH + "/funnels HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static double millis(int port, Question question) {
        try {
            long start = System.nanoTime();
            Http.Answer answer = Http.ask(port, question.request(), TIMEOUT_MILLIS);
            double millis = (System.nanoTime() - start) / 1e6;
            if (answer.status() != 200) {
                throw new IllegalStateException(question.title() + " was answered " + answer.status());
            }
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(question.title() + " was not answered", e);
        }
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
    }
}
