package dev.portside.persistence.event.rollup;

import dev.portside.persistence.event.rollup.HighCardinalityProperties.Property;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bounds the rollups of properties by the number of events: rollups that are as many as events save no work and cost more
 * than what was sent. Where there are too many, a property of many values is no longer rolled up, that of most values first;
 * properties of few values stay, for with more events there will be few rollups of them. Names that came late, which may have
 * ids in them, have to make do with less.
 *
 * <p>What this decides is final, like all that is in {@link HighCardinalityProperties}.
 */
final class RollupBudget {

    /** Rollups of a name that its events need not pay for. */
    static final int FREE = 5_000;

    /** The same for names that came late. */
    static final int FREE_LATE = 500;

    /** The same for all names that came late, together with those of other names. */
    static final int FREE_TOGETHER = 10_000;

    /** Names before which none is late. */
    static final int EARLY_NAMES = 100;

    /** Rollups of all names that an event pays for. */
    private static final int TOGETHER_PER_EVENT = 1;

    /** A property of fewer values is rolled up whatever it costs, */
    static final int FEW_VALUES = 50;

    /** unless it is one of more than so many. */
    static final int FEW_PROPERTIES = 20;

    private static final Comparator<Map.Entry<String, Integer>> MOST_VALUES_FIRST =
            Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    private final RolledUpNames names;
    private final Map<Property, Long> added;
    private final Set<Property> refused = new HashSet<>();

    /** @param added how many rollups a step would add at most, for each property */
    RollupBudget(RolledUpNames names, Map<Property, Long> added) {
        this.names = names;
        this.added = added;
    }

    /** The properties that are not to be rolled up from now on; the empty property stands for all of a name. */
    Set<Property> refused(Connection connection) throws SQLException {
        Map<String, Long> byName = new HashMap<>();
        added.forEach((property, more) -> byName.merge(property.name(), more, Long::sum));
        List<String> over = new ArrayList<>();
        long together = names.rollups();
        for (Map.Entry<String, Long> entry : byName.entrySet()) {
            String name = entry.getKey();
            RolledUpNames.Usage usage = names.usage(name);
            long rollups = usage.rollups() + entry.getValue();
            boolean late = usage.place() > EARLY_NAMES && !name.equals(RolledUpNames.OTHERS);
            if (late
                    && (rollups > FREE_LATE + usage.events()
                            || together + entry.getValue() > FREE_TOGETHER + TOGETHER_PER_EVENT * names.events())) {
                refused.add(new Property(name, EventDeltas.NO_PROPERTY));
                continue;
            }
            together += entry.getValue();
            if (rollups > FREE + usage.events()) {
                over.add(name);
            }
        }
        if (!over.isEmpty()) {
            Map<String, Map<String, Integer>> values = new HashMap<>();
            for (NameStatements.ValuesOf one : NameStatements.VALUES.list(connection, over)) {
                values.computeIfAbsent(one.name(), any -> new HashMap<>()).put(one.property(), one.values());
            }
            over.forEach(name -> refuseSome(name, byName.getOrDefault(name, 0L), values.getOrDefault(name, Map.of())));
        }
        return refused;
    }

    private void refuseSome(String name, long more, Map<String, Integer> values) {
        RolledUpNames.Usage usage = names.usage(name);
        List<String> dearest = values.entrySet().stream()
                .sorted(MOST_VALUES_FIRST)
                .map(Map.Entry::getKey)
                .toList();
        long excess = usage.rollups() + more - FREE - usage.events();
        int left = dearest.size();
        for (String property : dearest) {
            boolean few = values.getOrDefault(property, 0) <= FEW_VALUES && left <= FEW_PROPERTIES;
            // Of others there is no telling that more events will make them pay.
            if (excess <= 0 || (few && !name.equals(RolledUpNames.OTHERS))) {
                return;
            }
            Property one = new Property(name, property);
            refused.add(one);
            excess -= added.getOrDefault(one, 0L);
            left--;
        }
    }
}
