package dev.portside.http.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A table in a Markdown document whose rows say what a run of tests has shown, and are never written by hand. It stands
 * between {@code <!-- table NAME -->} and {@code <!-- end NAME -->}; its head is the document's own. A run fails when the
 * document says something else, unless it is told to write: {@code -Dportside.docs=write}.
 *
 * @param document a file that is there
 * @param name of the table
 */
public record TableInDocument(Path document, String name) {

    private static final String WRITE = "portside.docs";

    /** The names of columns, and the line below them. */
    private static final int HEAD = 2;

    /** One line of a table. */
    public static String row(Object... cells) {
        return "| " + String.join(" | ", Stream.of(cells).map(Object::toString).toList()) + " |";
    }

    /** Whether this run is to write down what it shows. */
    public static boolean isToBeWritten() {
        return "write".equals(System.getProperty(WRITE));
    }

    /**
     * Checks, or writes, that these are the rows of the run; all rows are kept in the order of their text.
     *
     * @param ofThisRun which rows of the table this run tells of: others stay as they are
     * @throws AssertionError when the document says otherwise and is not to be written
     */
    public void keep(List<String> rows, Predicate<String> ofThisRun) {
        try {
            if (isToBeWritten()) {
                write(rows, ofThisRun);
            } else {
                require(rows, ofThisRun);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not while another process writes its rows. */
    private void write(List<String> rows, Predicate<String> ofThisRun) throws IOException {
        try (FileChannel file = FileChannel.open(document, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            List<String> lines = Files.readAllLines(document);
            List<String> table = table(lines);
            List<String> right = withRows(table, rows, ofThisRun);
            if (lock.isValid() && !right.equals(table)) {
                table.clear();
                table.addAll(right);
                Files.write(document, lines);
            }
        }
    }

    private void require(List<String> rows, Predicate<String> ofThisRun) throws IOException {
        List<String> table = table(Files.readAllLines(document));
        List<String> right = withRows(table, rows, ofThisRun);
        if (!right.equals(table)) {
            throw new AssertionError(
                    ("%s does not say what this run has shown. Run the same with -D%s=write, which writes "
                                    + "it, and commit the file. The table \"%s\" has%n%s%nbut should have%n%s")
                            .formatted(document, WRITE, name, text(table), text(right)));
        }
    }

    /** A part of the lines: what changes in it changes in them. */
    private List<String> table(List<String> lines) {
        return lines.subList(find(lines, "table") + 1 + HEAD, find(lines, "end"));
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
