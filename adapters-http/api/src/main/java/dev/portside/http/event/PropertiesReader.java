package dev.portside.http.event;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.NumberText;
import dev.portside.domain.event.PropertyName;
import dev.portside.http.Problem.FieldError;
import dev.portside.http.json.JsonFields;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the properties of one event after the other and writes them anew, compact, so that what is kept does not depend on
 * how they were laid out. What many events share is made once.
 */
final class PropertiesReader implements AutoCloseable {

    static final String FIELD = "properties";

    private static final int MAX_DEPTH = 8;

    /** More is no description of an event, and each costs a database more than its bytes. */
    private static final int MAX_MEMBERS = 1_000;

    /** Of a number written plainly; the largest double has 309 digits. */
    private static final int MAX_DIGITS = 400;

    private static final JsonFactory WRITER =
            JsonFactory.builder().rootValueSeparator((String) null).build();

    /**
     * The properties of an event.
     *
     * @param json all of them, compact
     * @param values the members that are texts, numbers or booleans
     */
    record Properties(String json, Map<PropertyName, String> values) {
        static final Properties NONE = new Properties(Event.NO_PROPERTIES, Map.of());
    }

    private final JsonParser parser;
    private final Map<String, Optional<PropertyName>> names = new HashMap<>();
    private final StringWriter text = new StringWriter();
    private JsonGenerator generator = WRITER.createGenerator(ObjectWriteContext.empty(), text);
    private List<FieldError> errors = List.of();
    private Map<PropertyName, String> values = Map.of();
    private int members;
    private int depth;

    /** The names of each object around the place that is read, by its depth. */
    private final List<Set<String>> seen = new ArrayList<>();

    PropertiesReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads the object that the parser stands at.
     *
     * @param noted what is wrong with it is added to these, and it is read to its end all the same
     */
    Properties read(List<FieldError> noted) {
        errors = noted;
        values = new HashMap<>();
        members = 0;
        int before = errors.size();
        do {
            copy();
            // What is written has at least as many bytes as characters.
            if (text.getBuffer().length() > Event.MAX_PROPERTIES_BYTES) {
                wrong("must be at most " + Event.MAX_PROPERTIES_BYTES + " bytes of JSON");
            }
            if (errors.size() > before) {
                skip();
                generator.close();
                generator = WRITER.createGenerator(ObjectWriteContext.empty(), text);
                text.getBuffer().setLength(0);
                return Properties.NONE;
            }
            if (depth > 0) {
                parser.nextToken();
            }
        } while (depth > 0);
        generator.flush();
        Properties properties = new Properties(text.toString(), values);
        text.getBuffer().setLength(0);
        return properties;
    }

    /** Gives back what the writer has borrowed. */
    @Override
    public void close() {
        generator.close();
    }

    /** To the end of the object, whose nesting is known. */
    private void skip() {
        while (depth > 0) {
            switch (parser.nextToken()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
        }
    }

    private void copy() {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                generator.writeStartObject();
                enter();
            }
            case START_ARRAY -> {
                generator.writeStartArray();
                enter();
            }
            case END_OBJECT -> {
                generator.writeEndObject();
                depth--;
            }
            case END_ARRAY -> {
                generator.writeEndArray();
                depth--;
            }
            case PROPERTY_NAME -> {
                String name = storable(parser.currentName());
                if (!seen.get(depth - 1).add(parser.currentName())) {
                    errors.add(new FieldError(FIELD + "." + JsonFields.shown(parser.currentName()), JsonFields.TWICE));
                }
                if (++members > MAX_MEMBERS) {
                    wrong("must have at most " + MAX_MEMBERS + " members in all");
                }
                generator.writeName(name);
            }
            case VALUE_STRING -> {
                String value = storable(parser.getString());
                generator.writeString(value);
                value(value);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                // As it was sent: written plainly, a few bytes could become hundreds.
                String number = parser.getString();
                if (number.length() > MAX_DIGITS) {
                    tooLong();
                    return;
                }
                generator.writeNumber(number);
                if (depth == 1) {
                    value(canonical(number));
                }
            }
            case VALUE_TRUE -> {
                generator.writeBoolean(true);
                value("true");
            }
            case VALUE_FALSE -> {
                generator.writeBoolean(false);
                value("false");
            }
            case VALUE_NULL -> generator.writeNull();
            default -> throw new IllegalStateException("JSON has no token " + parser.currentToken());
        }
    }

    private void enter() {
        depth++;
        if (depth > MAX_DEPTH) {
            wrong("must be nested at most " + MAX_DEPTH + " deep");
        } else if (depth > seen.size()) {
            seen.add(new HashSet<>());
        } else {
            seen.get(depth - 1).clear();
        }
    }

    /** Notes the value if it belongs to the event itself. */
    private void value(String value) {
        if (depth == 1) {
            names.computeIfAbsent(parser.currentName(), PropertyName::of).ifPresent(name -> values.put(name, value));
        }
    }

    private String canonical(String number) {
        try {
            BigDecimal value = new BigDecimal(number);
            boolean fits = Math.abs((long) value.precision() - value.scale()) <= MAX_DIGITS
                    && Math.abs((long) value.scale()) <= MAX_DIGITS;
            return fits ? NumberText.of(value) : tooLong();
        } catch (NumberFormatException e) {
            // Its exponent alone is too large to be read.
            return tooLong();
        }
    }

    private String tooLong() {
        wrong("must have numbers of at most " + MAX_DIGITS + " digits");
        return "0";
    }

    /** PostgreSQL cannot keep a NUL, and UTF-8 cannot express half of a surrogate pair. */
    private String storable(String string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == 0) {
                wrong("must not contain the character U+0000");
                return "";
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                wrong("must be well-formed Unicode, but has a lone surrogate");
                return "";
            }
        }
        return string;
    }

    private void wrong(String message) {
        errors.add(new FieldError(FIELD, message));
    }
}
