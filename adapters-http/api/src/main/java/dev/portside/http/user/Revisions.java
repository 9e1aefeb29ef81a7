package dev.portside.http.user;

import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Revisions of a user as entity tags (RFC 9110 §8.8.3). */
final class Revisions {

    private static final String START = "\"r";

    private Revisions() {}

    static String tag(User user) {
        return tag(user.revision());
    }

    /** Returns the precondition that {@code If-Match} and {@code If-None-Match} set for a write (RFC 9110 §13.1.1, §13.1.2). */
    static Precondition precondition(Call call) {
        List<String> match = ETags.condition("If-Match", call.request().headers());
        List<String> noneMatch = ETags.condition("If-None-Match", call.request().headers());
        if (noneMatch.contains("*")) {
            return new Precondition(Optional.of(Set.of()), Set.of());
        }
        // If-Match compares strongly, so a weak tag equals nothing; If-None-Match compares weakly.
        Set<Long> noneOf = revisions(noneMatch.stream().map(Revisions::strong).toList());
        return match.isEmpty() || match.contains("*")
                ? new Precondition(Optional.empty(), noneOf)
                : new Precondition(Optional.of(revisions(match)), noneOf);
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** Tags that were not made here match nothing. */
    private static Set<Long> revisions(List<String> tags) {
        return tags.stream().map(Revisions::revision).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private static Optional<Long> revision(String tag) {
        try {
            String digits = tag.startsWith(START) ? tag.substring(START.length(), tag.length() - 1) : "";
            long revision = Long.parseLong(digits);
            // Tags are equal when their characters are: "r02" is none of ours, though it reads as 2.
            return tag(revision).equals(tag) ? Optional.of(revision) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String tag(long revision) {
        return START + revision + '"';
    }
}
