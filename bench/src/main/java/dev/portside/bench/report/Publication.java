package dev.portside.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results where people look for them. */
public final class Publication {

    static final String BEGIN = "<!-- The last run; written by `bench/run --publish`. -->";
    static final String END = "<!-- The end of the last run. -->";

    static final String BEGIN_EVENTS = "<!-- The last run; written by `bench/run events --publish`. -->";
    static final String END_EVENTS = "<!-- The end of the last run of events. -->";

    static final String BEGIN_IMAGES = "<!-- The last run; written by `bench/run images --publish`. -->";
    static final String END_IMAGES = "<!-- The end of the last run of images. -->";

    private static final String IMAGE = "![Requests a second of each server, by workload](performance.svg)\n";

    private final Results results;

    public Publication(Results results) {
        this.results = results;
    }

    /** Writes tables and chart into a folder. */
    public void write(Path folder) {
        write(folder.resolve("results.md"), Report.of(results));
        write(folder.resolve("chart.svg"), Chart.of(results));
    }

    /**
     * Puts them into the documentation.
     *
     * @throws IllegalStateException when performance.md has no place for them
     */
    public void publish(Path docs) {
        Path page = docs.resolve("performance.md");
        try {
            write(page, insert(Files.readString(page), IMAGE + "\n" + Report.of(results)));
        } catch (IOException e) {
            throw new UncheckedIOException(page + " could not be read", e);
        }
        write(docs.resolve("performance.svg"), Chart.of(results));
    }

    static String insert(String page, String report) {
        return insert(page, BEGIN, report, END);
    }

    private static String insert(String page, String first, String report, String last) {
        int begin = page.indexOf(first);
        int end = page.indexOf(last);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(
                    "performance.md must have the lines\n" + first + "\n" + last + "\nto put the run between");
        }
        return page.substring(0, begin + first.length()) + "\n\n" + report + "\n" + page.substring(end);
    }

    /** Puts a report about events into performance.md. */
    public static void publishEvents(Path docs, String report) {
        publish(docs, BEGIN_EVENTS, report, END_EVENTS);
    }

    /** Puts a report about images into performance.md. */
    public static void publishImages(Path docs, String report) {
        publish(docs, BEGIN_IMAGES, report, END_IMAGES);
    }

    private static void publish(Path docs, String first, String report, String last) {
        Path page = docs.resolve("performance.md");
        try {
            write(page, insert(Files.readString(page), first, report, last));
        } catch (IOException e) {
            throw new UncheckedIOException(page + " could not be read", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written", e);
        }
    }
}
