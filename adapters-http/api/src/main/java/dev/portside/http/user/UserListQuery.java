package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserListing;
import dev.portside.http.Problem;
import dev.portside.http.route.Query;
import java.util.Optional;

/** The query of a list of users. */
final class UserListQuery {

    private static final int DEFAULT_LIMIT = 20;

    private UserListQuery() {}

    /** @throws dev.portside.http.ProblemException with 400 naming the parameter that is wrong */
    static UserListing parse(Query query) {
        int limit = query.limit(DEFAULT_LIMIT, UserListing.MAX_LIMIT);
        Optional<NameSearch> search = query.value("search", NameSearch::new);
        Optional<Long> page = query.value("page", Query::positive);
        Optional<UserCursor> after = query.value("after", CursorText::parse);
        if (page.isPresent() && after.isPresent()) {
            throw Problem.invalid("page", "must not be given together with after")
                    .exception();
        }
        UserListing.Start start = after.<UserListing.Start>map(UserListing.After::new)
                .orElseGet(() -> page.map(UserListing.Page::new).orElse(UserListing.Page.FIRST));
        try {
            return new UserListing(search, start, limit);
        } catch (InvalidValue e) {
            throw Problem.invalid("page", e.getMessage()).exception();
        }
    }
}
