package dev.portside.bench.report;

import dev.portside.bench.load.Workload;
import dev.portside.bench.report.Sample.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Requests a second as bars, one panel for each workload; readable on light and on dark pages. */
public final class Chart {

    private static final int WIDTH = 860;
    private static final int MARGIN = 20;
    private static final int NAMES = 250;
    private static final int VALUES = 80;
    private static final int BAR = 14;
    private static final int STEP = 20;
    private static final int PANEL_HEAD = 34;
    private static final int PANEL_FOOT = 14;
    private static final int HEAD = 44;

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
              .title { font-size: 16px; font-weight: 600; }
              .head { font-size: 13px; font-weight: 600; }
              .soft { fill: #59636e; }
              .back { fill: #ffffff; }
              .portside { fill: #0b7285; }
              .peer { fill: #adb5bd; }
              .limit { fill: #ced4da; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .soft { fill: #9198a1; }
                .back { fill: #0d1117; }
                .portside { fill: #3bc9db; }
                .peer { fill: #6e7681; }
                .limit { fill: #484f58; }
              }
            </style>
            """;

    private record Bar(String name, String title, double value) {}

    private final Results results;
    private final StringBuilder body = new StringBuilder();
    private int y = HEAD;

    private Chart(Results results) {
        this.results = results;
    }

    public static String of(Results results) {
        return new Chart(results).draw();
    }

    private String draw() {
        int connections = results.samples().stream()
                .filter(sample -> sample.mode() == Mode.CLOSED)
                .mapToInt(Sample::connections)
                .min()
                .orElse(0);
        String title = "Requests a second, " + connections + " connections";
        text(MARGIN, 28, "title", "start", title);
        for (Workload workload : Workload.values()) {
            List<Bar> bars = bars(workload, connections);
            if (!bars.isEmpty()) {
                panel(workload, bars);
            }
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"%s\">%n%s<rect class=\"back\" width=\"100%%\" height=\"100%%\" rx=\"6\"/>%n%s</svg>%n",
                WIDTH,
                y + MARGIN,
                WIDTH,
                y + MARGIN,
                escape(title),
                STYLE,
                body);
    }

    /** The fastest first. */
    private List<Bar> bars(Workload workload, int connections) {
        List<Bar> bars = new ArrayList<>();
        results.titles().forEach((name, title) -> {
            List<Sample> samples = results.samples().stream()
                    .filter(sample -> sample.configuration().equals(name)
                            && sample.mode() == Mode.CLOSED
                            && sample.workload().equals(workload.key())
                            && sample.connections() == connections)
                    .toList();
            if (!samples.isEmpty()) {
                bars.add(new Bar(
                        name, title, Median.of(samples, Sample::perSecond).value()));
            }
        });
        bars.sort(Comparator.comparingDouble(Bar::value).reversed());
        return bars;
    }

    private void panel(Workload workload, List<Bar> bars) {
        text(MARGIN, y + 20, "head", "start", workload.title());
        text(MARGIN + NAMES, y + 20, "soft", "start", workload.description());
        y += PANEL_HEAD;
        double longest = bars.getFirst().value();
        int room = WIDTH - 2 * MARGIN - NAMES - VALUES;
        for (Bar bar : bars) {
            double width = longest > 0 ? Math.max(1, room * bar.value() / longest) : 1;
            text(MARGIN + NAMES - 10, y + BAR - 3, "", "end", bar.title());
            body.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                    kind(bar),
                    MARGIN + NAMES,
                    y,
                    width,
                    BAR));
            text(MARGIN + NAMES + width + 6, y + BAR - 3, "", "start", Figures.whole(bar.value()));
            y += STEP;
        }
        y += PANEL_FOOT;
    }

    private static String kind(Bar bar) {
        if (bar.title().startsWith("Portside")) {
            return "portside";
        }
        return bar.name().equals("pgbench") ? "limit" : "peer";
    }

    private void text(double x, int baseline, String kind, String anchor, String text) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>%n",
                x,
                baseline,
                kind,
                anchor,
                escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
