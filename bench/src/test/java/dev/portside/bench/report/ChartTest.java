package dev.portside.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

    @Test
    void bars_are_as_long_as_their_figures_and_the_fastest_comes_first() throws Exception {
        List<Double> widths = new ArrayList<>();
        NodeList bars = parse().getElementsByTagName("rect");
        // The first is the background.
        for (int i = 1; i < bars.getLength(); i++) {
            widths.add(Double.parseDouble(((Element) bars.item(i)).getAttribute("width")));
        }
        assertEquals(3, widths.size());
        assertEquals(2.0, widths.get(0) / widths.get(1), 0.01);
        assertEquals(4.0, widths.get(1) / widths.get(2), 0.01);
    }

    @Test
    void names_and_figures_are_written_out() throws Exception {
        String text = parse().getDocumentElement().getTextContent();
        assertTrue(text.contains("Portside <as it comes>"));
        assertTrue(text.contains("64,000"));
        assertTrue(text.contains("prefers-color-scheme: dark"));
    }

    private static Document parse() throws Exception {
        String svg = Chart.of(Examples.results());
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
