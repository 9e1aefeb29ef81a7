package dev.portside.http.image;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarRequest;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.ImageRefusal;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import dev.portside.http.Headers;
import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import dev.portside.http.user.UserPath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Users' pictures over HTTP. */
public final class AvatarRoutes {

    private static final String PATH = UserPath.TEMPLATE + "/avatar";

    /** The tag of an upload, or of anything that was made of it. */
    private static final Pattern TAG = Pattern.compile("\"([0-9a-f]{64})(?:-[^\"]*)?\"");

    /** A picture that was replaced or removed is seen to be so at once; asking again costs one look and no picture. */
    private static final Response.Field NO_CACHE = new Response.Field("Cache-Control", "no-cache");

    private static final Parameter<AvatarSize> SIZE = Parameter.query(
                    "size",
                    Schema.whole(AvatarSize.MIN, AvatarSize.MAX),
                    "Width and height in pixels",
                    text -> new AvatarSize(ResizeQuery.number(text, AvatarSize.MAX)))
            .orElse(AvatarSize.DEFAULT);

    private static final Parameter<ImageFormat> FORMAT = ResizeQuery.FORMAT;

    private final Avatars avatars;

    private AvatarRoutes(Avatars avatars) {
        this.avatars = avatars;
    }

    /**
     * Everything at {@code /api/v1/users/{id}/avatar}.
     *
     * @param maxBody bytes that a picture may have
     */
    public static List<Route> of(Avatars avatars, int maxBody) {
        AvatarRoutes routes = new AvatarRoutes(avatars);
        return List.of(
                Route.get(PATH, "Reads a user's avatar as a square")
                        .parameters(UserPath.ID, SIZE, FORMAT, ETags.IF_NONE_MATCH)
                        .responds(200, "The image", ImageRoutes.WRITTEN, Schema.BINARY)
                        .problem(400, "invalid")
                        .problem(404, "unknown_user")
                        .problem(404, "unknown_avatar")
                        .problem(406, "format_not_available")
                        .problem(422, "not_square_enough")
                        .problem(422, "unreadable_avatar")
                        .problem(429, "too_many_requests")
                        .scopes("users:read")
                        .handledBy(routes::get),
                Route.put(PATH, "Stores a user's avatar")
                        .parameters(UserPath.ID, ETags.IF_MATCH, ETags.IF_NONE_MATCH)
                        .consumes(ImageRoutes.PICTURES, Schema.BINARY, maxBody)
                        .responds(204, "The avatar is stored; ETag names it")
                        .problem(404, "unknown_user")
                        .problem(412, "precondition_failed")
                        .problem(413, "image_too_large")
                        .problem(415, "unsupported_image")
                        .problem(422, "not_an_image")
                        .problem(422, "truncated_image")
                        .problem(422, "not_square_enough")
                        .problem(429, "too_many_requests")
                        .scopes("users:write")
                        .handledBy(routes::put),
                Route.delete(PATH, "Removes a user's avatar")
                        .parameters(UserPath.ID, ETags.IF_MATCH, ETags.IF_NONE_MATCH)
                        .responds(204, "The avatar is removed")
                        .problem(404, "unknown_user")
                        .problem(404, "unknown_avatar")
                        .problem(412, "precondition_failed")
                        .scopes("users:write")
                        .handledBy(routes::remove));
    }

    private Response get(Call call) {
        UserId user = call.get(UserPath.ID);
        AvatarRequest wish = wish(call);
        Headers headers = call.request().headers();
        return switch (avatars.get(user, wish, variant -> ETags.clientHas(tag(variant), headers))) {
            case Avatars.Answer.Shown(AvatarVariant variant, byte[] file) ->
                Response.of(200, variant.format().mediaType(), file)
                        .with(tagged(variant), NO_CACHE, ImageRoutes.NO_SNIFFING);
            // By its tag, the API makes a 304 of it as of any other; there only is no content to leave out.
            case Avatars.Answer.Known(AvatarVariant variant) -> Response.of(200).with(tagged(variant), NO_CACHE);
            case AvatarAbsence absence -> throw absent(absence).exception();
            case ImageRefusal refusal -> throw ImageProblems.ofStored(refusal).exception();
        };
    }

    private Response put(Call call) {
        UserId user = call.get(UserPath.ID);
        AvatarPrecondition precondition = precondition(call);
        ByteBuffer body = call.body();
        byte[] original = new byte[body.remaining()];
        body.get(original);
        return switch (avatars.put(user, original, precondition)) {
            case Avatars.Upload.Uploaded(AvatarDigest digest) ->
                Response.of(204).with("ETag", '"' + digest.hex() + '"');
            case AvatarStore.Storing.PreconditionFailed failed ->
                throw changed().exception();
            case AvatarAbsence.UserMissing missing -> throw UserPath.unknown().exception();
            case ImageRefusal refusal -> throw ImageProblems.ofAvatar(refusal).exception();
        };
    }

    private Response remove(Call call) {
        UserId user = call.get(UserPath.ID);
        return switch (avatars.remove(user, precondition(call))) {
            case AvatarStore.Removal.Removed removed -> Response.of(204);
            case AvatarStore.Removal.PreconditionFailed failed ->
                throw changed().exception();
            case AvatarAbsence absence -> throw absent(absence).exception();
        };
    }

    /**
     * Reads what {@code If-Match} and {@code If-None-Match} ask of a write (RFC 9110 §13.1.1, §13.1.2). A tag names the picture that
     * was stored, in whatever size and format it was seen; one that was not made here names none.
     */
    private static AvatarPrecondition precondition(Call call) {
        List<String> match = ETags.condition("If-Match", call.request().headers());
        List<String> noneMatch = ETags.condition("If-None-Match", call.request().headers());
        boolean anyAvatar = match.isEmpty() || match.contains("*");
        Optional<Set<AvatarDigest>> anyOf = anyAvatar ? Optional.empty() : Optional.of(digests(match));
        if (noneMatch.contains("*")) {
            return new AvatarPrecondition(match.isEmpty(), Optional.of(Set.of()), Set.of());
        }
        // If-Match compares strongly, so a weak tag equals nothing; If-None-Match compares weakly.
        Set<AvatarDigest> noneOf = digests(noneMatch.stream().map(ETags::opaque).toList());
        return new AvatarPrecondition(match.isEmpty(), anyOf, noneOf);
    }

    private static Set<AvatarDigest> digests(List<String> tags) {
        return tags.stream()
                .map(TAG::matcher)
                .filter(Matcher::matches)
                .map(tag -> new AvatarDigest(tag.group(1)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Problem changed() {
        return Problem.of(
                412,
                "precondition_failed",
                "the avatar is not the one, or not absent, as the request demands; GET it again and decide by its new"
                        + " ETag");
    }

    private static AvatarRequest wish(Call call) {
        return new AvatarRequest(call.get(SIZE), call.find(FORMAT));
    }

    private static Response.Field tagged(AvatarVariant variant) {
        return new Response.Field("ETag", tag(variant));
    }

    private static String tag(AvatarVariant variant) {
        return '"'
                + variant.digest().hex()
                + '-'
                + variant.size().pixels()
                + '-'
                + variant.format().name().toLowerCase(Locale.ROOT)
                + '-'
                + variant.maker()
                + '"';
    }

    private static Problem absent(AvatarAbsence absence) {
        return switch (absence) {
            case AvatarAbsence.UserMissing missing -> UserPath.unknown();
            case AvatarAbsence.AvatarMissing missing ->
                Problem.of(404, "unknown_avatar", "this user has no avatar; PUT a picture here to give it one");
        };
    }
}
