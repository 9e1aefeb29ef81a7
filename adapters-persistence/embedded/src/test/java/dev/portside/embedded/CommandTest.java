package dev.portside.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void what_is_set_for_this_program_does_not_reach_the_server() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/bin",
                "LC_ALL", "de_DE.UTF-8",
                "PGDATA", "/elsewhere",
                "MALLOC_TRIM_THRESHOLD_", "1073741824",
                "LD_LIBRARY_PATH", "/opt/vips",
                "REDIS_URL", "redis://:hunter2@cache"));
        Command.adapt(environment);
        assertEquals(Map.of("PATH", "/bin", "LC_ALL", "C"), environment);
    }
}
