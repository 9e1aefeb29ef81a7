package dev.portside.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of a source that depend on the speed of the machine, or that block its only processor. */
final class Haste {

    /** A wait that ends in a failure ends after half a minute, or is of no use on a busy machine. */
    private static final int SHORTEST_LIMIT_SECONDS = 30;

    private static final Pattern SPIN = Pattern.compile("\\bonSpinWait\\b|\\bThread\\.yield\\b");

    /** One millisecond is how often a condition is looked at, at most. */
    private static final Pattern SLEEP = Pattern.compile("\\bsleep\\((?!1\\))"
            + "|\\bpark(?:Nanos|Until)\\((?!(?:1_000|1_000_000|Duration\\.ofMillis\\(1\\)\\.toNanos\\(\\))\\))");

    /** The end of a wait is not a measurement. */
    private static final Pattern CLOCK =
            Pattern.compile("^(?!.*\\bend\\b).*(?:\\bnanoTime\\(\\)|\\bcurrentTimeMillis\\(\\)|\\bassertTimeout\\("
                    + "|\\bassertTimeoutPreemptively\\((?!Duration\\.ofSeconds\\())");

    private static final Pattern LIMIT = Pattern.compile("\\b(\\d+), (?:TimeUnit\\.)?SECONDS\\)"
            + "|\\bend = .*(?:SECONDS\\.toNanos|ofSeconds)\\((\\d+)\\)"
            + "|@Timeout\\((?:value = )?(\\d+)(?:, unit = (?:TimeUnit\\.)?SECONDS)?\\)"
            + "|\\b(?:join|wait|assertTimeoutPreemptively)\\(Duration\\.ofSeconds\\((\\d+)\\)");

    /** What is counted in thousandths of a second or less is no patience. */
    private static final Pattern LIMIT_OF_MILLIS =
            Pattern.compile("\\b[\\d_]+, (?:unit = )?(?:TimeUnit\\.)?(?:MILLI|MICRO|NANO)SECONDS\\)"
                    + "|\\b(?:join|wait)\\((?:Duration\\.of(?:Millis|Nanos)\\()?[1-9]");

    private Haste() {}

    /** Those of a source of tests, without indentation. */
    static List<String> inTests(String source) {
        return lines(
                source,
                line -> found(SPIN, line)
                        || found(SLEEP, line)
                        || found(CLOCK, line)
                        || found(LIMIT_OF_MILLIS, line)
                        || isShortLimit(line));
    }

    /** Those of any other source. */
    static List<String> inMain(String source) {
        return lines(source, line -> found(SPIN, line));
    }

    @FunctionalInterface
    private interface Rule {
        boolean isBrokenBy(String line);
    }

    private static List<String> lines(String source, Rule rule) {
        List<String> hasty = new ArrayList<>();
        for (String line : source.lines().map(String::strip).toList()) {
            boolean comment = line.startsWith("*") || line.startsWith("/") || line.startsWith("import ");
            if (!comment && rule.isBrokenBy(line)) {
                hasty.add(line);
            }
        }
        return hasty;
    }

    private static boolean found(Pattern pattern, String line) {
        return pattern.matcher(line).find();
    }

    private static boolean isShortLimit(String line) {
        Matcher limits = LIMIT.matcher(line);
        while (limits.find()) {
            for (int group = 1; group <= limits.groupCount(); group++) {
                String seconds = limits.group(group);
                if (seconds != null && Integer.parseInt(seconds) < SHORTEST_LIMIT_SECONDS) {
                    return true;
                }
            }
        }
        return false;
    }
}
