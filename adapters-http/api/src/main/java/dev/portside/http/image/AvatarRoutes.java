package dev.portside.http.image;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarAnswer;
import dev.portside.application.image.AvatarLookup;
import dev.portside.application.image.AvatarRemoval;
import dev.portside.application.image.AvatarUpload;
import dev.portside.application.image.AvatarWish;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.ImageRefusal;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.user.UserId;
import dev.portside.http.Call;
import dev.portside.http.ETags;
import dev.portside.http.Headers;
import dev.portside.http.Problem;
import dev.portside.http.Query;
import dev.portside.http.Response;
import dev.portside.http.Route;
import dev.portside.http.user.UserPath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** Users' pictures over HTTP. */
public final class AvatarRoutes {

    private static final String PATH = UserPath.TEMPLATE + "/avatar";

    /** Of a digest in a tag: 128 bits, of which no two pictures share all. */
    private static final int TAG_DIGITS = 32;

    /** A picture that was replaced or removed is seen to be so at once; asking again costs one look and no picture. */
    private static final Response.Field NO_CACHE = new Response.Field("Cache-Control", "no-cache");

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
                Route.business("GET", PATH, routes::get),
                Route.business("PUT", PATH, routes::put)
                        .consuming(ImageRoutes.PICTURES)
                        .upTo(maxBody),
                Route.business("DELETE", PATH, routes::remove));
    }

    private Response get(Call call) {
        UserId user = UserPath.id(call);
        AvatarWish wish = wish(call.query());
        Headers headers = call.request().headers();
        return switch (avatars.get(user, wish, variant -> ETags.clientHas(tag(variant), headers))) {
            case AvatarAnswer.Shown(AvatarVariant variant, byte[] file) ->
                Response.of(200, variant.format().mediaType(), file)
                        .with(tagged(variant), NO_CACHE, ImageRoutes.NO_SNIFFING);
            // By its tag, the API makes a 304 of it as of any other; there only is no content to leave out.
            case AvatarAnswer.Known(AvatarVariant variant) -> Response.of(200).with(tagged(variant), NO_CACHE);
            case AvatarAbsence absence -> throw absent(absence).refusal();
            case ImageRefusal refusal -> throw ImageProblems.ofStored(refusal).refusal();
        };
    }

    private Response put(Call call) {
        UserId user = UserPath.id(call);
        requireMatch(call, avatars.head(user));
        ByteBuffer body = call.body();
        byte[] original = new byte[body.remaining()];
        body.get(original);
        return switch (avatars.put(user, original)) {
            case AvatarUpload.Uploaded(AvatarDigest digest) -> Response.of(204).with("ETag", '"' + start(digest) + '"');
            case AvatarAbsence.UserMissing missing -> throw UserPath.unknown().refusal();
            case ImageRefusal refusal -> throw ImageProblems.ofAvatar(refusal).refusal();
        };
    }

    private Response remove(Call call) {
        UserId user = UserPath.id(call);
        AvatarLookup before = avatars.head(user);
        if (before instanceof AvatarAbsence absence) {
            throw absent(absence).refusal();
        }
        requireMatch(call, before);
        return switch (avatars.remove(user)) {
            case AvatarRemoval.Removed removed -> Response.of(204);
            case AvatarAbsence absence -> throw absent(absence).refusal();
        };
    }

    /**
     * Refuses a write whose {@code If-Match} does not name the picture that there is (RFC 9110 §13.1.1), in whatever size and
     * format. Tells one who comes late from one who does not, and not which of two at the same time is first: the picture may
     * be replaced between this look and the write.
     */
    private static void requireMatch(Call call, AvatarLookup current) {
        List<String> tags = ETags.condition("If-Match", call.request().headers());
        boolean matches = switch (current) {
            case AvatarLookup.Found(AvatarHead head) ->
                tags.isEmpty() || tags.stream().anyMatch(tag -> names(tag, head.digest()));
            case AvatarAbsence.AvatarMissing missing -> tags.isEmpty();
            // There is nothing to match, and a better answer.
            case AvatarAbsence.UserMissing missing -> true;
        };
        if (!matches) {
            throw Problem.of(
                            412,
                            "precondition_failed",
                            "the avatar was changed since; GET it again and decide by its new ETag")
                    .refusal();
        }
    }

    /** Whether a tag is that of an upload or of anything that was made of it. Weak ones match nothing. */
    private static boolean names(String tag, AvatarDigest digest) {
        String begin = '"' + start(digest);
        return tag.equals("*") || tag.equals(begin + '"') || tag.startsWith(begin + '-');
    }

    private static AvatarWish wish(Query query) {
        return new AvatarWish(
                query.value("size", text -> new AvatarSize(ResizeQuery.number(text, AvatarSize.MAX)))
                        .orElse(AvatarSize.DEFAULT),
                query.value("format", ResizeQuery::format));
    }

    private static Response.Field tagged(AvatarVariant variant) {
        return new Response.Field("ETag", tag(variant));
    }

    private static String tag(AvatarVariant variant) {
        return '"'
                + start(variant.digest())
                + '-'
                + variant.size().pixels()
                + '-'
                + variant.format().name().toLowerCase(Locale.ROOT)
                + '-'
                + variant.maker()
                + '"';
    }

    private static String start(AvatarDigest digest) {
        return digest.hex().substring(0, TAG_DIGITS);
    }

    private static Problem absent(AvatarAbsence absence) {
        return switch (absence) {
            case AvatarAbsence.UserMissing missing -> UserPath.unknown();
            case AvatarAbsence.AvatarMissing missing ->
                Problem.of(404, "unknown_avatar", "this user has no avatar; PUT a picture here to give it one");
        };
    }
}
