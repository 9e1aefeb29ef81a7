package dev.portside.http.image;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.Images;
import dev.portside.application.image.ResizeResult;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.http.Response;
import dev.portside.http.route.Call;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The routes of images. */
public final class ImageRoutes {

    private static final String RESIZE = "/api/v1/images/resize";

    /** The format is detected from the bytes; the media type only says that the body is meant to be an image. */
    static final Set<String> PICTURES = Set.of("image/*", "application/octet-stream");

    /** Media types of the formats that are written. */
    static final List<String> WRITTEN = Arrays.stream(ImageFormat.values())
            .filter(ImageFormat::written)
            .map(ImageFormat::mediaType)
            .toList();

    /** The content was made here and has the type that it states; a browser must not guess another one. */
    static final Response.Field NO_SNIFFING = new Response.Field("X-Content-Type-Options", "nosniff");

    private final Images images;

    private ImageRoutes(Images images) {
        this.images = images;
    }

    /**
     * Everything below {@code /api/v1/images}.
     *
     * @param maxBody bytes that a picture may have
     */
    public static List<Route> of(Images images, int maxBody) {
        ImageRoutes routes = new ImageRoutes(images);
        return List.of(Route.post(RESIZE, "Resizes the image in the body")
                .parameters(ResizeQuery.WIDTH, ResizeQuery.HEIGHT, ResizeQuery.FIT)
                .parameters(ResizeQuery.FORMAT, ResizeQuery.QUALITY, ResizeQuery.ENLARGE)
                .consumes(PICTURES, Schema.BINARY, maxBody)
                .readsOnly()
                .responds(200, "The image", WRITTEN, Schema.BINARY)
                .problem(400, "invalid")
                .problem(406, "format_not_available")
                .problem(413, "image_too_large")
                .problem(415, "unsupported_image")
                .problem(422, "not_an_image")
                .problem(422, "truncated_image")
                .problem(429, "too_many_requests")
                .scopes("images")
                .handledBy(routes::resize));
    }

    private Response resize(Call call) {
        ResizeOrder order = ResizeQuery.order(call, () -> images.formatFor(call.body()));
        return switch (images.resize(call.body(), order)) {
            case ResizeResult.Resized picture ->
                Response.of(200, picture.format().mediaType(), picture.bytes()).with(NO_SNIFFING);
            case ImageRefusal refusal -> throw ImageProblems.of(refusal).exception();
        };
    }
}
