package dev.portside.http.user;

import dev.portside.application.user.UserAccounts;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import dev.portside.http.Payload;
import dev.portside.http.PercentEncoding;
import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.json.EncodedBodyCache;
import dev.portside.http.json.Json;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Many users at once: lists, look-ups and the export. */
final class UserLists {

    static final String NDJSON = "application/x-ndjson";

    static final Parameter<EmailAddress> EMAIL = Parameter.query(
            "email", Schema.format("email"), "Only the user with this address, in any case", EmailAddress::new);

    static final Parameter<Boolean> COUNT =
            Parameter.flag("count", "Adds X-Total-Count, the number of users on all pages");

    /** Half a megabyte, if all of them are pages of the usual length that last. */
    private static final int KEPT_PAGES = 256;

    private static final Response.Field CONTENT_TYPE = new Response.Field("Content-Type", "application/json");
    private static final Response.Field NO_CACHE = new Response.Field("Cache-Control", "no-cache");

    /** The page as it is sent, and where the list goes on. */
    private record Encoded(Payload.Bytes body, Response.Field tag, Optional<String> next) {}

    private final EncodedBodyCache<UserPage, Encoded> pages = new EncodedBodyCache<>(KEPT_PAGES, UserLists::encode);
    private final UserAccounts accounts;

    UserLists(UserAccounts accounts) {
        this.accounts = accounts;
    }

    Response list(Call call) {
        return call.find(EMAIL).map(email -> lookUp(call, email)).orElseGet(() -> page(call));
    }

    private Response lookUp(Call call, EmailAddress email) {
        for (Parameter<?> other : List.of(UserListQuery.SEARCH, UserListQuery.PAGE, UserListQuery.AFTER)) {
            if (call.text(other).isPresent()) {
                throw Problem.invalid(other.name(), "must not be given together with email")
                        .exception();
            }
        }
        UserPage page = new UserPage(accounts.byEmail(email).stream().toList(), Optional.empty());
        String self = call.request().clientPath() + "?email=" + PercentEncoding.encode(email.value());
        Response response = array(encode(page), "<" + self + ">; rel=\"first\"");
        return call.get(COUNT)
                ? response.with("X-Total-Count", Integer.toString(page.users().size()))
                : response;
    }

    private Response page(Call call) {
        UserListing listing = UserListQuery.parse(call);
        boolean counted = call.get(COUNT);
        Encoded page = pages.of(accounts.list(listing));
        Response response = array(page, links(call, listing, page, counted));
        return counted ? response.with("X-Total-Count", Long.toString(accounts.count(listing.search()))) : response;
    }

    /** RFC 8288. The first page and, unless this one reaches the end, the next. */
    private static String links(Call call, UserListing listing, Encoded page, boolean counted) {
        String target = call.request().clientPath() + "?limit=" + listing.limit()
                + listing.search().map(UserLists::search).orElse("")
                + (counted ? "&count=true" : "");
        String first = "<" + target + ">; rel=\"first\"";
        return page.next()
                .map(cursor -> "<" + target + "&after=" + cursor + ">; rel=\"next\", " + first)
                .orElse(first);
    }

    private static String search(NameSearch search) {
        return "&search=" + PercentEncoding.encode(search.text());
    }

    Response export(Call call) {
        // The first users are read here: an unavailable store is answered with 503, not with a broken stream.
        Iterator<User> users = accounts.export();
        return Response.stream(200, NDJSON, out -> write(users, out)).with("Cache-Control", "no-store");
    }

    private static void write(Iterator<User> users, OutputStream out) throws IOException {
        while (users.hasNext()) {
            User user = users.next();
            out.write(Json.write(json -> UserJson.write(json, user)));
            out.write('\n');
        }
    }

    private static Encoded encode(UserPage page) {
        byte[] body = Json.write(json -> {
            json.writeStartArray();
            page.users().forEach(user -> UserJson.write(json, user));
            json.writeEndArray();
        });
        return new Encoded(
                new Payload.Bytes(body),
                new Response.Field("ETag", ETags.weak(body)),
                page.next().map(CursorText::of));
    }

    private static Response array(Encoded page, String links) {
        List<Response.Field> fields = List.of(CONTENT_TYPE, page.tag(), NO_CACHE, new Response.Field("Link", links));
        return new Response(200, fields, page.body());
    }
}
