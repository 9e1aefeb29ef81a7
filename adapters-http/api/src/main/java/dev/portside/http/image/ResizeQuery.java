package dev.portside.http.image;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.http.Problem;
import dev.portside.http.Problem.FieldError;
import dev.portside.http.route.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a query asks to be made of a picture. */
final class ResizeQuery {

    private ResizeQuery() {}

    /** @param formatIfAbsent asked only when the query is right and has none */
    static ResizeOrder order(Query query, Supplier<ImageFormat> formatIfAbsent) {
        OptionalInt width = side(query, "width");
        OptionalInt height = side(query, "height");
        if (width.isEmpty() && height.isEmpty()) {
            throw Problem.invalid(List.of(
                            new FieldError("width", "must be given, or the height, or both"),
                            new FieldError("height", "must be given, or the width, or both")))
                    .exception();
        }
        Fit fit = query.value("fit", text -> oneOf(text, List.of(Fit.values()))).orElse(Fit.COVER);
        int quality = query.value("quality", text -> number(text, ResizeOrder.MAX_QUALITY))
                .orElse(ResizeOrder.DEFAULT_QUALITY);
        boolean enlarge = query.flag("enlarge");
        ImageFormat format = query.value("format", ResizeQuery::format).orElseGet(formatIfAbsent);
        return new ResizeOrder(width, height, fit, format, quality, enlarge);
    }

    private static OptionalInt side(Query query, String name) {
        return query.value(name, text -> OptionalInt.of(number(text, ResizeOrder.MAX_SIDE)))
                .orElse(OptionalInt.empty());
    }

    static int number(String text, int most) {
        long number = Query.positive(text);
        if (number > most) {
            throw new InvalidValue("must be at most " + most + ", but was " + number);
        }
        return (int) number;
    }

    static ImageFormat format(String text) {
        return text.equals("jpg")
                ? ImageFormat.JPEG
                : oneOf(
                        text,
                        Arrays.stream(ImageFormat.values())
                                .filter(ImageFormat::written)
                                .toList());
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
