package dev.portside.domain.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.InvalidValue;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ResizeOrderTest {

    private static final ImageSize WIDE = new ImageSize(400, 200);

    @Test
    void cover_fills_the_frame_and_cuts_the_same_on_both_sides() {
        assertEquals(
                new Placement(new ImageSize(200, 100), new ImageSize(100, 100), -50, 0), place(Fit.COVER, 100, 100));
        assertEquals(new Placement(new ImageSize(100, 50), new ImageSize(100, 20), 0, -15), place(Fit.COVER, 100, 20));
    }

    @Test
    void contain_shows_all_and_pads_to_the_frame() {
        assertEquals(
                new Placement(new ImageSize(100, 50), new ImageSize(100, 100), 0, 25), place(Fit.CONTAIN, 100, 100));
        assertTrue(place(Fit.CONTAIN, 100, 100).pads());
    }

    @Test
    void fill_stretches() {
        assertEquals(exactly(30, 90), place(Fit.FILL, 30, 90));
    }

    @Test
    void inside_is_as_large_as_the_frame_allows() {
        assertEquals(exactly(100, 50), place(Fit.INSIDE, 100, 100));
        assertEquals(exactly(20, 10), place(Fit.INSIDE, 100, 10));
    }

    @Test
    void a_missing_side_follows_from_the_image() {
        for (Fit fit : Fit.values()) {
            assertEquals(
                    exactly(100, 50),
                    order(OptionalInt.of(100), OptionalInt.empty(), fit, false).place(WIDE));
            assertEquals(
                    exactly(60, 30),
                    order(OptionalInt.empty(), OptionalInt.of(30), fit, false).place(WIDE));
        }
    }

    @Test
    void nothing_is_enlarged_unless_that_is_asked_for() {
        assertEquals(exactly(400, 200), place(Fit.INSIDE, 900, 900));
        assertEquals(exactly(400, 100), place(Fit.FILL, 900, 100));
        assertEquals(new Placement(WIDE, new ImageSize(100, 200), -150, 0), place(Fit.COVER, 100, 900));
        assertEquals(new Placement(WIDE, new ImageSize(900, 900), 250, 350), place(Fit.CONTAIN, 900, 900));
        assertEquals(
                exactly(900, 450),
                order(OptionalInt.of(900), OptionalInt.of(900), Fit.INSIDE, true)
                        .place(WIDE));
    }

    @Test
    void no_side_is_ever_less_than_a_pixel() {
        ImageSize line = new ImageSize(16_384, 1);
        assertEquals(
                exactly(16, 1),
                order(OptionalInt.of(16), OptionalInt.empty(), Fit.INSIDE, false)
                        .place(line));
    }

    @Test
    void what_cannot_be_asked_for_is_refused_in_words() {
        assertThrows(InvalidValue.class, () -> order(OptionalInt.empty(), OptionalInt.empty(), Fit.FILL, false));
        assertThrows(InvalidValue.class, () -> ResizeOrder.of(0, 1, Fit.FILL, ImageFormat.PNG));
        assertThrows(InvalidValue.class, () -> ResizeOrder.of(1, 16_385, Fit.FILL, ImageFormat.PNG));
        assertThrows(InvalidValue.class, () -> ResizeOrder.of(1, 1, Fit.FILL, ImageFormat.GIF));
        InvalidValue refused = assertThrows(
                InvalidValue.class,
                () -> new ResizeOrder(OptionalInt.of(1), OptionalInt.of(1), Fit.FILL, ImageFormat.JPEG, 101, false));
        assertEquals("must be 1 to 100, but was 101", refused.getMessage());
    }

    private static Placement place(Fit fit, int width, int height) {
        return order(OptionalInt.of(width), OptionalInt.of(height), fit, false).place(WIDE);
    }

    private static ResizeOrder order(OptionalInt width, OptionalInt height, Fit fit, boolean enlarge) {
        return new ResizeOrder(width, height, fit, ImageFormat.PNG, 80, enlarge);
    }

    private static Placement exactly(int width, int height) {
        return new Placement(new ImageSize(width, height), new ImageSize(width, height), 0, 0);
    }
}
