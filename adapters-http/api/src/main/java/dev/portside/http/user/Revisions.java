package dev.portside.http.user;

import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.http.Call;
import dev.portside.http.ETags;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Revisions of a user as entity tags (RFC 9110 §8.8.3). */
final class Revisions {

    private static final String START = "\"r";

    private Revisions() {}

    static String tag(User user) {
        return START + user.revision() + '"';
    }

    /** What {@code If-Match} and {@code If-None-Match} ask of a write (RFC 9110 §13.1.1, §13.1.2). */
    static Precondition precondition(Call call) {
        List<String> match = tags(call, "If-Match");
        List<String> noneMatch = tags(call, "If-None-Match");
        if (noneMatch.contains("*")) {
            return new Precondition(Optional.of(Set.of()), Set.of());
        }
        // If-Match compares strongly, so a weak tag equals nothing; If-None-Match compares weakly.
        Set<Long> noneOf = revisions(noneMatch.stream().map(Revisions::strong).toList());
        return match.isEmpty() || match.contains("*")
                ? new Precondition(Optional.empty(), noneOf)
                : new Precondition(Optional.of(revisions(match)), noneOf);
    }

    private static List<String> tags(Call call, String field) {
        String condition = call.request().headers().joined(field);
        return condition.isEmpty() ? List.of() : ETags.parse(field, condition);
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
            return tag.startsWith(START)
                    ? Optional.of(Long.parseLong(tag.substring(START.length(), tag.length() - 1)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
