package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserListing;
import dev.portside.http.Problem;
import dev.portside.http.route.Call;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Query;
import dev.portside.http.route.Schema;
import java.util.Optional;

/** Parameters of a list of users. */
final class UserListQuery {

    private static final int DEFAULT_LIMIT = 20;

    static final Parameter<Integer> LIMIT = Parameter.limit(DEFAULT_LIMIT, UserListing.MAX_LIMIT);

    static final Parameter<NameSearch> SEARCH = Parameter.query(
            "search",
            Schema.text(1, 100),
            "Part of the name, in any case; % and _ are plain characters",
            NameSearch::new);

    static final Parameter<Long> PAGE = Parameter.query(
            "page", Schema.whole(1, Long.MAX_VALUE), "Page to begin with; 1 when it is left out", Query::positive);

    static final Parameter<UserCursor> AFTER =
            Parameter.query("after", Schema.TEXT, "Cursor of the last page's Link with rel=next", CursorText::parse);

    private UserListQuery() {}

    /** @throws dev.portside.http.ProblemException with 400 naming the parameter that is wrong */
    static UserListing parse(Call call) {
        int limit = call.get(LIMIT);
        Optional<NameSearch> search = call.find(SEARCH);
        Optional<Long> page = call.find(PAGE);
        Optional<UserCursor> after = call.find(AFTER);
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
