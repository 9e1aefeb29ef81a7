package dev.portside.domain.event;

import java.util.Map;

/**
 * An event that is to be stored.
 *
 * @param values by what it can be broken down: those members of its properties that are texts, numbers or booleans, each
 *     as text; the others count as absent. Numbers are written plainly, as {@link java.math.BigDecimal#toPlainString} does
 */
public record NewEvent(Event event, Map<PropertyName, String> values) {

    public NewEvent {
        values = Map.copyOf(values);
    }
}
