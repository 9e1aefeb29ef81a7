package dev.portside.http.contract;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One row of {@code raw-requests.txt}: octets to send, and what every server answers to them.
 *
 * @param outcomes the ones that are right
 * @param withGaps the ones that are right instead where a server has that gap; of several, the first decides
 */
record RawRequest(String name, String outcomes, Map<Gap, String> withGaps, String octets) {

    private static final int COLUMNS = 4;

    RawRequest {
        withGaps = Collections.unmodifiableMap(new LinkedHashMap<>(withGaps));
    }

    private static final String NO_ANSWER = "no answer";

    static List<RawRequest> all() throws IOException {
        List<RawRequest> rows = new ArrayList<>();
        try (InputStream in = RawRequest.class.getResourceAsStream("raw-requests.txt")) {
            if (in == null) {
                throw new IOException("raw-requests.txt is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    rows.add(row(line));
                }
            }
        }
        return rows;
    }

    private static RawRequest row(String line) {
        String[] cells = line.split(" \\| ", COLUMNS);
        Map<Gap, String> gaps = new LinkedHashMap<>();
        for (String gap : cells[2].strip().split(";", -1)) {
            int equals = gap.indexOf('=');
            if (equals > 0) {
                gaps.put(Gap.valueOf(gap.substring(0, equals).strip()), gap.substring(equals + 1));
            }
        }
        return new RawRequest(cells[0].strip(), cells[1], gaps, octets(cells[3]));
    }

    /** Returns the written request as the characters that stand for its octets. */
    private static String octets(String written) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\') {
                octets.append(c);
                continue;
            }
            char kind = written.charAt(++i);
            switch (kind) {
                case 'n' -> octets.append("\r\n");
                case 'l' -> octets.append('\n');
                case 'c' -> octets.append('\r');
                case 't' -> octets.append('\t');
                case '\\' -> octets.append('\\');
                case 'x' -> {
                    octets.append((char) Integer.parseInt(written.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case '{' -> {
                    int end = written.indexOf('}', i);
                    int times = Integer.parseInt(written.substring(i + 3, end));
                    octets.append(written.substring(i + 1, i + 2).repeat(times));
                    i = end;
                }
                default -> throw new IllegalArgumentException("\\" + kind + " means nothing");
            }
        }
        return octets.toString();
    }

    /** Returns the right answers of a server with these gaps. */
    String expected(Set<Gap> gaps) {
        return withGaps.entrySet().stream()
                .filter(gap -> gaps.contains(gap.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(outcomes);
    }

    /** Sends it; empty when what came is right, else what came. */
    Optional<String> mistake(int port, Set<Gap> gaps) throws IOException {
        String seen = "";
        for (String outcome : expected(gaps).split("\\|\\|", -1)) {
            Optional<String> mistake = mistake(port, outcome.strip());
            if (mistake.isEmpty()) {
                return Optional.empty();
            }
            seen += (seen.isEmpty() ? "" : ", ") + mistake.get();
        }
        return Optional.of(name + " wants " + expected(gaps) + ", got " + seen);
    }

    /** A connection that ends without any answer is tried again: a reset may have overtaken the answer. */
    private Optional<String> mistake(int port, String outcome) throws IOException {
        Optional<String> mistake = mistakeOnce(port, outcome);
        for (int more = 1; more <= 2 && mistake.equals(Optional.of(NO_ANSWER)); more++) {
            mistake = mistakeOnce(port, outcome);
        }
        return mistake;
    }

    private Optional<String> mistakeOnce(int port, String outcome) throws IOException {
        List<String> wanted = new ArrayList<>(List.of(outcome.split(" ", -1)));
        boolean toHead = wanted.remove("head");
        String connection = wanted.removeLast();
        List<String> seen = new ArrayList<>();
        try (Wire wire = Wire.to(port)) {
            send(wire);
            for (String want : wanted) {
                Wire.Answer answer = toHead ? wire.answerToHead() : wire.answer();
                seen.add(answer.status() + type(answer.body()));
                if (!isOneOf(answer, want)) {
                    return Optional.of(String.join(" ", seen));
                }
            }
            if (!isAsWanted(wire, connection)) {
                return Optional.of(String.join(" ", seen) + " not " + connection);
            }
            return Optional.empty();
        } catch (EOFException | SocketException e) {
            return Optional.of(seen.isEmpty() ? NO_ANSWER : String.join(" ", seen) + " and the end");
        }
    }

    private void send(Wire wire) throws IOException {
        try {
            wire.text(octets);
        } catch (SocketException e) {
            // Closed in the middle of it; what was answered before is still to be read.
            return;
        }
    }

    private static boolean isAsWanted(Wire wire, String connection) throws IOException {
        return switch (connection) {
            case "open" -> wire.request("GET", "/text").answer().status() == 200;
            case "closed" -> wire.isClosedByServer();
            case "any" -> true;
            default -> throw new IllegalArgumentException(connection.toUpperCase(Locale.ROOT) + " is no outcome");
        };
    }

    private static boolean isOneOf(Wire.Answer answer, String want) {
        String[] halves = want.split(":", 2);
        boolean status = Arrays.asList(halves[0].split("/", -1)).contains(Integer.toString(answer.status()));
        return status && (halves.length == 1 || type(answer.body()).equals(":" + halves[1]));
    }

    private static String type(String body) {
        String prefix = "urn:portside:problem:";
        int start = body.indexOf(prefix);
        return start < 0
                ? ""
                : ":" + body.substring(start + prefix.length(), body.indexOf('"', start + prefix.length()));
    }
}
