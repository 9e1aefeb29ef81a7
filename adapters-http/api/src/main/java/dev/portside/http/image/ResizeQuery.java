package dev.portside.http.image;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.http.Problem;
import dev.portside.http.Problem.FieldError;
import dev.portside.http.route.Call;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Query;
import dev.portside.http.route.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parameters of a resized image. */
final class ResizeQuery {

    private static final List<ImageFormat> WRITTEN =
            Arrays.stream(ImageFormat.values()).filter(ImageFormat::written).toList();

    static final Parameter<Integer> WIDTH =
            Parameter.number("width", ResizeOrder.MAX_SIDE, "Pixels; follows the height when it is left out");

    static final Parameter<Integer> HEIGHT =
            Parameter.number("height", ResizeOrder.MAX_SIDE, "Pixels; follows the width when it is left out");

    static final Parameter<Fit> FIT = Parameter.query(
                    "fit",
                    Schema.oneOf(Parameter.names(List.of(Fit.values()))),
                    "How the image fits into width and height",
                    text -> oneOf(text, List.of(Fit.values())))
            .orElse(Fit.COVER);

    static final Parameter<ImageFormat> FORMAT = Parameter.query(
            "format",
            Schema.oneOf(Parameter.names(WRITTEN)),
            "Format of the answer; that of the request, where it can be written, when it is left out",
            ResizeQuery::format);

    static final Parameter<Integer> QUALITY = Parameter.number(
                    "quality", ResizeOrder.MAX_QUALITY, "Quality of a format that loses detail")
            .orElse(ResizeOrder.DEFAULT_QUALITY);

    static final Parameter<Boolean> ENLARGE =
            Parameter.flag("enlarge", "Whether an image that is smaller is made larger");

    private ResizeQuery() {}

    /** @param formatIfAbsent asked only when the query is right and has none */
    static ResizeOrder order(Call call, Supplier<ImageFormat> formatIfAbsent) {
        OptionalInt width = side(call, WIDTH);
        OptionalInt height = side(call, HEIGHT);
        if (width.isEmpty() && height.isEmpty()) {
            throw Problem.invalid(List.of(
                            new FieldError("width", "must be given, or the height, or both"),
                            new FieldError("height", "must be given, or the width, or both")))
                    .exception();
        }
        Fit fit = call.get(FIT);
        int quality = call.get(QUALITY);
        boolean enlarge = call.get(ENLARGE);
        ImageFormat format = call.find(FORMAT).orElseGet(formatIfAbsent);
        return new ResizeOrder(width, height, fit, format, quality, enlarge);
    }

    private static OptionalInt side(Call call, Parameter<Integer> side) {
        return call.find(side).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    static int number(String text, int most) {
        long number = Query.positive(text);
        if (number > most) {
            throw new InvalidValue("must be at most " + most + ", but was " + number);
        }
        return (int) number;
    }

    static ImageFormat format(String text) {
        return text.equals("jpg") ? ImageFormat.JPEG : oneOf(text, WRITTEN);
    }

    private static <E extends Enum<E>> E oneOf(String text, List<E> values) {
        return values.stream()
                .filter(value -> name(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValue("must be one of "
                        + values.stream().map(ResizeQuery::name).collect(Collectors.joining(", "))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
