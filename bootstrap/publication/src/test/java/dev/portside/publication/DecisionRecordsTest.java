package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The form of the decision records in {@code docs/adr}. */
class DecisionRecordsTest {

    private static final String FOLDER = "docs/adr/";

    private static final List<String> HEADINGS =
            List.of("Date", "Status", "Context", "Decision", "Alternatives", "Consequences", "Confirmed by");

    private static final Pattern NAME = Pattern.compile("docs/adr/(\\d{4})-[a-z0-9-]+\\.md");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern STATUS = Pattern.compile("(?:proposed|accepted|rejected|superseded by \\[ADR).*");

    /** A test class in backticks, perhaps with a method. */
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)(?:\\.\\w+)?`");

    private static final String SOUND = record(1, "2026-11-29", "accepted", "`SoundTest`");

    private static final String SOUND_TEST = "class SoundTest {}";

    @Test
    void every_record_has_the_same_form() {
        assertEquals(List.of(), faults(SourceTree.here()));
    }

    @Test
    void a_sound_record_has_no_fault() {
        assertEquals(List.of(), faults(planted("0001-one.md", SOUND)));
    }

    @Test
    void each_planted_fault_is_found() {
        Map.of(
                        SOUND.replace("## Alternatives\n", "## Rejected\n"), "0001-one.md: headings",
                        SOUND.replace("## Date\n\n2026-11-29\n\n", ""), "0001-one.md: headings",
                        SOUND.replace("# 1. ", "# 2. "), "0001-one.md: title",
                        record(1, "yesterday", "accepted", "`SoundTest`"), "0001-one.md: date",
                        record(1, "2026-11-29", "good", "`SoundTest`"), "0001-one.md: status",
                        record(1, "2026-11-29", "accepted", "`LostTest`"), "0001-one.md: no test LostTest",
                        record(1, "2026-11-29", "accepted", ""), "0001-one.md: Confirmed by is empty")
                .forEach((text, fault) -> assertEquals(List.of(fault), faults(planted("0001-one.md", text))));
        assertEquals(List.of("One.md: name"), faults(planted("One.md", SOUND)));
        assertEquals(
                List.of("0003-three.md: number, expected 1"),
                faults(planted("0003-three.md", SOUND.replace("# 1. ", "# 3. "))));
    }

    private static SourceTree planted(String name, String text) {
        return SourceTree.of(Map.of(FOLDER + name, text, "src/test/java/SoundTest.java", SOUND_TEST));
    }

    private static String record(int number, String date, String status, String confirmedBy) {
        return "# " + number + ". A decision\n\n## Date\n\n" + date + "\n\n## Status\n\n" + status
                + "\n\n## Context\n\nA need.\n\n## Decision\n\nA choice.\n\n## Alternatives\n\n* Another.\n\n"
                + "## Consequences\n\nA price.\n\n## Confirmed by\n\n" + confirmedBy + "\n";
    }

    private static List<String> faults(SourceTree tree) {
        SourceTree records = tree.documents().where(path -> path.startsWith(FOLDER));
        assertFalse(records.texts().isEmpty(), "there are no decision records in " + FOLDER);
        List<String> faults = new ArrayList<>();
        int expected = 0;
        for (Map.Entry<String, String> record : records.texts().entrySet()) {
            expected++;
            String file = record.getKey().substring(FOLDER.length());
            Matcher name = NAME.matcher(record.getKey());
            if (!name.matches()) {
                faults.add(file + ": name");
                continue;
            }
            int number = Integer.parseInt(name.group(1));
            if (number != expected) {
                faults.add(file + ": number, expected " + expected);
            }
            faultsWithin(number, record.getValue(), tree).forEach(fault -> faults.add(file + ": " + fault));
        }
        return faults;
    }

    private static List<String> faultsWithin(int number, String text, SourceTree tree) {
        String[] parts = text.split("(?m)^## ", -1);
        List<String> headings = new ArrayList<>();
        List<String> sections = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] part = parts[i].split("\n", 2);
            headings.add(part[0].strip());
            sections.add(part.length < 2 ? "" : part[1].strip());
        }
        if (!headings.equals(HEADINGS)) {
            return List.of("headings");
        }
        List<String> faults = new ArrayList<>();
        if (!parts[0].startsWith("# " + number + ". ")) {
            faults.add("title");
        }
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).isEmpty()) {
                faults.add(headings.get(i) + " is empty");
            }
        }
        if (!DATE.matcher(sections.get(0)).matches()) {
            faults.add("date");
        }
        if (!STATUS.matcher(sections.get(1).lines().findFirst().orElse("")).matches()) {
            faults.add("status");
        }
        TEST.matcher(sections.getLast())
                .results()
                .map(test -> test.group(1))
                .filter(test -> tree.type(test).isEmpty())
                .forEach(test -> faults.add("no test " + test));
        return faults;
    }
}
