package dev.portside.http.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.portside.domain.InvalidValue;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cursor is one that was given out, or it is refused. */
class CursorFuzzTest {

    static Stream<Arguments> seeds() {
        return Stream.of("", "a", "AAAA", "A".repeat(32), "====", "\u00e4", "-_-_", "%", "a b")
                .map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void a_made_up_cursor_is_refused(@NotNull String text) {
        try {
            assertEquals(text, CursorText.of(CursorText.parse(text)));
        } catch (InvalidValue e) {
            // As it should be.
            return;
        }
    }
}
