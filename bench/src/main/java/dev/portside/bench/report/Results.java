package dev.portside.bench.report;

import dev.portside.bench.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results of a run.
 *
 * @param began when, as RFC 3339 has it
 * @param machine what it ran on
 * @param versions of what took part
 * @param titles the servers' names in words by their short names, in the order in which they ran
 * @param settings how it was measured, by the names of the options
 * @param troubles what was left out or went wrong, in words
 */
public record Results(
        String began,
        Machine machine,
        Map<String, String> versions,
        Map<String, String> titles,
        Settings settings,
        List<Start> starts,
        List<Sample> samples,
        List<Idle> idles,
        List<String> troubles) {

    /** Options of the run. */
    public record Settings(int rounds, long warmUpSeconds, long measuredSeconds, int users) {}

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public void write(Path file) {
        JSON.writeValue(file.toFile(), this);
    }

    /** Reads what {@link #write} wrote. */
    public static Results read(Path file) {
        return JSON.readValue(file.toFile(), Results.class);
    }
}
