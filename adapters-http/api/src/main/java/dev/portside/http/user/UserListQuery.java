package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserListing;
import dev.portside.http.Problem;
import dev.portside.http.Query;
import java.util.Optional;

/** The query of a list of users. */
final class UserListQuery {

    private static final int DEFAULT_LIMIT = 20;

    private UserListQuery() {}

    /** @throws dev.portside.http.Refusal with 400 naming the parameter that is wrong */
    static UserListing parse(Query query) {
        int limit = query.value("limit", UserListQuery::limit).orElse(DEFAULT_LIMIT);
        Optional<NameSearch> search = query.value("search", NameSearch::new);
        Optional<Long> page = query.value("page", UserListQuery::number);
        Optional<UserCursor> after = query.value("after", CursorText::parse);
        if (page.isPresent() && after.isPresent()) {
            throw Problem.invalid("page", "must not be given together with after")
                    .refusal();
        }
        UserListing.Start start = after.<UserListing.Start>map(UserListing.After::new)
                .orElseGet(() -> page.map(UserListing.Page::new).orElse(UserListing.Page.FIRST));
        try {
            return new UserListing(search, start, limit);
        } catch (InvalidValue e) {
            throw Problem.invalid("page", e.getMessage()).refusal();
        }
    }

    private static int limit(String text) {
        return (int) Math.min(number(text), UserListing.MAX_LIMIT);
    }

    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            long number = digits ? Long.parseLong(text) : 0;
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidValue("must be at most " + Long.MAX_VALUE + ", but was " + printable(text));
        }
        throw new InvalidValue("must be a whole number of at least 1, but was \"" + printable(text) + "\"");
    }

    private static String printable(String text) {
        String cut = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
