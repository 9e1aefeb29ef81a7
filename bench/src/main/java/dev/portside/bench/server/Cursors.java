package dev.portside.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The targets of list pages: the same places of the list for every server, each in the words of its server. */
public final class Cursors {

    private static final String FIRST_PAGE = "/api/v1/users?limit=20";
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private Cursors() {}

    /** As the peers take them. */
    public static List<String> ofPeers(List<String> places) {
        return places.stream().map(place -> FIRST_PAGE + "&after=" + place).toList();
    }

    /** As a Portside hands them out, page by page from the first to the last. */
    public static List<String> walk(int port, int pages) {
        try {
            List<String> targets = new ArrayList<>();
            Optional<String> next = next(port, FIRST_PAGE);
            while (next.isPresent() && targets.size() < pages) {
                targets.add(next.get());
                next = next(port, next.get());
            }
            return targets;
        } catch (IOException e) {
            throw new UncheckedIOException("The list could not be walked through", e);
        }
    }

    private static Optional<String> next(int port, String target) throws IOException {
        return Http.get(port, target).field("Link").flatMap(Cursors::next);
    }

    static Optional<String> next(String link) {
        Matcher matcher = NEXT.matcher(link);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
