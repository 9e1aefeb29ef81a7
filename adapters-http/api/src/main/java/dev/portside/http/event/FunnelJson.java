package dev.portside.http.event;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.http.Problem;
import dev.portside.http.json.JsonFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A question about a funnel as JSON. */
final class FunnelJson {

    private static final Set<String> FIELDS = Set.of("steps", "window", "from", "to", "tz");
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,4})W");
    private static final Duration DEFAULT_WITHIN = Duration.ofDays(7);

    private FunnelJson() {}

    /** Reads it, or refuses it with 400 that names all that is wrong. */
    static FunnelQuery read(JsonNode node, Instant now) {
        JsonFields fields = JsonFields.of(node, FIELDS);
        ZoneId zone = fields.optionalText("tz", EventQuery::zone).orElse(ZoneId.of("UTC"));
        Optional<Duration> within = fields.optionalText("window", FunnelJson::duration);
        Optional<Instant> from = fields.optionalText("from", text -> EventQuery.time(text, zone));
        Optional<Instant> to = fields.optionalText("to", text -> EventQuery.time(text, zone));
        if (!fields.errors().isEmpty()) {
            throw Problem.invalid(fields.errors()).exception();
        }
        List<EventName> steps = steps(Optional.ofNullable(node.get("steps")));
        TimeWindow window = EventQuery.window(from, to, now);
        // Steps have been checked, so it is the duration that may be wrong.
        return EventQuery.value("window", () -> new FunnelQuery(steps, within.orElse(DEFAULT_WITHIN), window));
    }

    private static List<EventName> steps(Optional<JsonNode> node) {
        JsonNode array =
                node.orElseThrow(() -> Problem.invalid("steps", "is required").exception());
        if (!array.isArray() || array.isEmpty() || array.size() > FunnelQuery.MAX_STEPS) {
            throw Problem.invalid("steps", "must be an array of 1 to " + FunnelQuery.MAX_STEPS + " names of events")
                    .exception();
        }
        List<EventName> steps = new ArrayList<>();
        for (JsonNode step : array) {
            if (!step.isString()) {
                throw Problem.invalid("steps", "must be names of events, which are strings")
                        .exception();
            }
            steps.add(EventQuery.value("steps", () -> new EventName(step.stringValue())));
        }
        return steps;
    }

    /** ISO 8601, also in weeks; of the calendar's units only those that always last as long. */
    private static Duration duration(String text) {
        try {
            Matcher weeks = WEEKS.matcher(text);
            return weeks.matches() ? Duration.ofDays(7 * Long.parseLong(weeks.group(1))) : Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidValue("must be a duration such as P7D, P1W or PT12H, but was \"" + text + "\"");
        }
    }
}
