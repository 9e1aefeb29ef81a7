package dev.portside.http.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Table in a Markdown document whose rows say what a run of tests has shown. It stands between {@code <!-- table NAME -->}
 * and {@code <!-- end NAME -->}; its head is the document's own. A run fails when the document says something else, and
 * prints the rows that belong there.
 *
 * @param document a file that is there
 * @param name of the table
 */
public record TableInDocument(Path document, String name) {

    /** The names of columns, and the line below them. */
    private static final int HEAD = 2;

    /** One line of a table. */
    public static String row(Object... cells) {
        return "| " + String.join(" | ", Stream.of(cells).map(Object::toString).toList()) + " |";
    }

    /**
     * Checks that the document has these rows of the run; all rows stand in the order of their text.
     *
     * @param ofThisRun which rows of the table this run is about; the others are not looked at
     * @throws AssertionError when the document has other rows
     */
    public void require(List<String> rows, Predicate<String> ofThisRun) {
        try {
            List<String> lines = Files.readAllLines(document);
            List<String> table = lines.subList(find(lines, "table") + 1 + HEAD, find(lines, "end"));
            List<String> right = withRows(table, rows, ofThisRun);
            if (!right.equals(table)) {
                throw new AssertionError(
                        "%s does not say what this run has shown. The table \"%s\" has%n%s%nbut should have%n%s"
                                .formatted(document, name, text(table), text(right)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> withRows(List<String> table, List<String> rows, Predicate<String> ofThisRun) {
        return Stream.concat(table.stream().filter(ofThisRun.negate()), rows.stream())
                .sorted()
                .toList();
    }

    private int find(List<String> lines, String mark) {
        int line = lines.indexOf("<!-- " + mark + " " + name + " -->");
        if (line < 0) {
            throw new AssertionError("%s has no line <!-- %s %s -->; put it back where the table belongs"
                    .formatted(document, mark, name));
        }
        return line;
    }

    private static String text(List<String> rows) {
        return String.join(System.lineSeparator(), rows);
    }
}
