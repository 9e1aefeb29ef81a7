package dev.portside.http.route;

import dev.portside.domain.InvalidValue;
import dev.portside.http.PercentEncoding;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters of a query in the form {@code application/x-www-form-urlencoded} (WHATWG URL §5). */
public final class Query {

    private static final int MAX_SHOWN = 40;

    private static final int MAX_ERRORS = 10;

    private final Map<String, List<String>> parameters;
    private final Optional<Set<String>> known;

    private Query(Map<String, List<String>> parameters, Optional<Set<String>> known) {
        this.parameters = parameters;
        this.known = known;
    }

    /**
     * Reads a query.
     *
     * @param known the names that it may have; any when empty
     * @throws ProblemException with 400 that names what is unknown or was given twice
     */
    public static Query parse(String query, Optional<Set<String>> known) {
        if (query.isEmpty()) {
            return new Query(Map.of(), known);
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
            }
        }
        known.ifPresent(names -> requireKnown(parameters, names));
        return new Query(parameters, known);
    }

    private static void requireKnown(Map<String, List<String>> parameters, Set<String> known) {
        List<Problem.FieldError> errors = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (errors.size() < MAX_ERRORS && !known.contains(name)) {
                errors.add(new Problem.FieldError(printable(name), "is no parameter of this; " + known(name, known)));
            } else if (errors.size() < MAX_ERRORS && values.size() > 1) {
                errors.add(givenAgain(name, values.size()));
            }
        });
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors).exception();
        }
    }

    private static String known(String name, Set<String> known) {
        return known.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(meant -> "write it " + meant)
                .orElseGet(() -> known.isEmpty()
                        ? "it has none"
                        : "it has " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static Problem.FieldError givenAgain(String name, int times) {
        return new Problem.FieldError(name, "must be given once, but was given " + times + " times");
    }

    /**
     * Returns a parameter, which may be given once.
     *
     * @throws ProblemException with 400 that names the parameter, when it is given twice
     */
    public Optional<String> text(String name) {
        if (known.isPresent() && !known.get().contains(name)) {
            throw new IllegalStateException("The route reads the parameter " + name + " and does not declare it.");
        }
        List<String> values = parameters.get(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw Problem.invalid(List.of(givenAgain(name, values.size()))).exception();
        }
        return Optional.of(values.getFirst());
    }

    /**
     * Reads a whole number of at least 1, in its only form: digits without a zero in front.
     *
     * @throws InvalidValue when the text is something else
     */
    public static long positive(String text) {
        boolean digits =
                !text.isEmpty() && text.charAt(0) != '0' && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (digits) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new InvalidValue("must be at most " + Long.MAX_VALUE + ", but was " + printable(text));
        }
        throw new InvalidValue("must be a whole number of at least 1, but was \"" + printable(text) + "\"");
    }

    private static String printable(String text) {
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private static String decode(String text) {
        return PercentEncoding.decode(text.replace('+', ' '), "query");
    }
}
