package dev.portside.persistence.event.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.event.People;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctCountSketchTest {

    private static final int MILLION = 1_000_000;

    @Test
    void people_are_exact_up_to_the_stated_number() {
        DistinctCountSketch sketch = new DistinctCountSketch();
        for (int number = 1; number <= DistinctCountSketch.EXACT_UP_TO; number++) {
            sketch.add("person " + number);
            sketch.add("person " + number);
            if (number < 40 || number > DistinctCountSketch.EXACT_UP_TO - 3) {
                assertEquals(new People(number, 0), sketch.people());
            }
        }
        for (int number = 0; number < 10 * DistinctCountSketch.EXACT_UP_TO; number++) {
            sketch.add("another " + number);
        }
        assertEquals(DistinctCountSketch.ERROR, sketch.people().error());
    }

    /** Of twenty times a million other people, the stated error holds for all but what 95 of 100 leave room for. */
    @Test
    void a_million_people_are_within_the_stated_error_merged_or_not() {
        List<Double> errors = new ArrayList<>();
        for (int time = 0; time < 20; time++) {
            DistinctCountSketch direct = new DistinctCountSketch();
            DistinctCountSketch[] days = new DistinctCountSketch[30];
            for (int day = 0; day < days.length; day++) {
                days[day] = new DistinctCountSketch();
            }
            for (int number = 0; number < MILLION; number++) {
                String person = time + "/" + number;
                direct.add(person);
                days[number % days.length].add(person);
                // Many come back another day.
                if (number % 3 == 0) {
                    days[number / 3 % days.length].add(person);
                }
            }
            DistinctCountSketch merged = new DistinctCountSketch();
            for (DistinctCountSketch day : days) {
                merged.merge(day.bytes());
            }
            long counted = direct.people().count();
            long together = merged.people().count();
            errors.add(Math.abs(counted - MILLION) / (double) MILLION);
            assertTrue(
                    Math.abs(together - counted) <= 2 * DistinctCountSketch.ERROR * MILLION,
                    together + " merged, " + counted + " counted directly");
            assertTrue(Math.abs(together - MILLION) <= 2 * DistinctCountSketch.ERROR * MILLION, together + " merged");
        }
        long beyond = errors.stream()
                .filter(error -> error > DistinctCountSketch.ERROR)
                .count();
        assertTrue(beyond <= 3, errors.toString());
    }
}
