package dev.portside.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in Markdown; the first column to the left, figures to the right. */
public final class Table {

    private final List<List<String>> lines = new ArrayList<>();

    public Table(List<String> heads) {
        lines.add(heads);
        List<String> rule = new ArrayList<>(Collections.nCopies(heads.size(), "---:"));
        rule.set(0, "---");
        lines.add(rule);
    }

    public void add(List<String> cells) {
        if (cells.size() != lines.getFirst().size()) {
            throw new IllegalArgumentException(cells.size() + " cells do not fit under " + lines.getFirst());
        }
        lines.add(cells);
    }

    /** Returns whether there is nothing below the heads. */
    boolean isEmpty() {
        return lines.size() == 2;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            text.append("| ").append(String.join(" | ", line)).append(" |\n");
        }
        return text.toString();
    }
}
