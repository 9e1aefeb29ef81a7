package dev.portside.http.image;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarAnswer;
import dev.portside.application.image.AvatarRemoval;
import dev.portside.application.image.AvatarUpload;
import dev.portside.application.image.AvatarWish;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.ImageRefusal;
import dev.portside.domain.image.AvatarDigest;
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
        return switch (avatars.put(UserPath.id(call), call.body())) {
            case AvatarUpload.Uploaded(AvatarDigest digest) -> Response.of(204).with("ETag", '"' + start(digest) + '"');
            case AvatarAbsence.UserMissing missing -> throw UserPath.unknown().refusal();
            case ImageRefusal refusal -> throw ImageProblems.of(refusal).refusal();
        };
    }

    private Response remove(Call call) {
        return switch (avatars.remove(UserPath.id(call))) {
            case AvatarRemoval.Removed removed -> Response.of(204);
            case AvatarAbsence absence -> throw absent(absence).refusal();
        };
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
