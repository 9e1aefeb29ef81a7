package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void the_bar_is_drawn_once_for_each_percent_and_ends_its_line() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        try (Progress bar = new Progress.Bar(new PrintStream(terminal, true, StandardCharsets.UTF_8), "users", 1_000)) {
            bar.reached(500);
            bar.reached(504);
            bar.reached(1_000);
        }

        String half = "\rusers [" + "=".repeat(25) + " ".repeat(25) + "] 50 %";
        String all = "\rusers [" + "=".repeat(50) + "] 100 %";
        assertEquals(half + all + System.lineSeparator(), terminal.toString(StandardCharsets.UTF_8));
    }
}
