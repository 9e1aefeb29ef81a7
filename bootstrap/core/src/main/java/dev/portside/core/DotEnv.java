package dev.portside.core;

import dev.portside.application.file.FileTrust;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of a file {@code .env}: lines of {@code KEY=value}, as Docker Compose and the dotenv libraries write them.
 *
 * <ul>
 *   <li>{@code export} may stand before the key, a comment behind the value, a byte order mark before everything.
 *   <li>A value may be in single quotes, within which every character is itself, or in double quotes, within which a
 *       backslash goes before {@code "}, {@code \} and {@code $}. Without quotes it ends before white space and {@code #}.
 *   <li>Nothing is replaced in values, and no value has more than one line; what looks as if it should is a problem.
 * </ul>
 *
 * <p>What problems say of a line is its number, never what stands in it: that may be half of a password.
 *
 * @param file the one that was read, as an absolute path; empty when there is none that counts
 */
record DotEnv(Optional<Path> file, Map<String, String> values, List<String> problems) {

    private static final long MAX_BYTES = 1 << 20;

    private static final Pattern EXPORT = Pattern.compile("^export\\s+");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern COMMENT = Pattern.compile("\\s#");
    private static final Pattern COMMENT_AFTER_QUOTE = Pattern.compile("\\s+#");

    private static final DotEnv ABSENT = new DotEnv(Optional.empty(), Map.of(), List.of());

    /** Reads the file, which need not be there; one that others could have written is not read, and that is a problem. */
    static DotEnv read(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return ABSENT;
        }
        Optional<String> objection = FileTrust.ofThisProcess().objection(file);
        if (objection.isPresent()) {
            return refused(file + " is not read, because " + objection.get());
        }
        if (!Files.isRegularFile(file)) {
            return refused(file + " is not a file; remove it, or make it one with lines of KEY=value");
        }
        try {
            return Files.size(file) > MAX_BYTES
                    ? refused(file + " is larger than " + MAX_BYTES + " bytes; put settings alone into it")
                    : parse(file, Files.readString(file));
        } catch (CharacterCodingException e) {
            return refused(file + " is not UTF-8; save it as that");
        } catch (IOException e) {
            return refused(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); make it readable, or remove it");
        }
    }

    private static DotEnv refused(String problem) {
        return new DotEnv(Optional.empty(), Map.of(), List.of(problem));
    }

    private static DotEnv parse(Path file, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line :
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList()) {
            number++;
            try {
                readLine(line.strip(), values);
            } catch (Malformed e) {
                problems.add("line " + number + " of " + file + " " + e.getMessage());
            }
        }
        return new DotEnv(Optional.of(file.toAbsolutePath().normalize()), values, problems);
    }

    private static void readLine(String line, Map<String, String> values) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String assignment = EXPORT.matcher(line).replaceFirst("");
        int equals = assignment.indexOf('=');
        String key = equals < 0 ? "" : assignment.substring(0, equals).strip();
        if (!KEY.matcher(key).matches()) {
            throw new Malformed("must be KEY=value, or begin with #");
        }
        values.put(key, value(assignment.substring(equals + 1)));
    }

    private static String value(String raw) {
        String text = raw.strip();
        String value =
                text.startsWith("'") ? singleQuoted(text) : text.startsWith("\"") ? doubleQuoted(text) : unquoted(raw);
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new Malformed("has a control character in its value; a value is one line of text");
        }
        return value;
    }

    private static String singleQuoted(String text) {
        int end = text.indexOf('\'', 1);
        requireEnd(text, end);
        return text.substring(1, end);
    }

    private static String doubleQuoted(String text) {
        StringBuilder value = new StringBuilder();
        int at = 1;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && "\"\\$".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            } else {
                requireNoReplacement(text, at);
            }
            value.append(text.charAt(at));
            at++;
        }
        requireEnd(text, at < text.length() ? at : -1);
        return value.toString();
    }

    private static String unquoted(String raw) {
        if (raw.startsWith("#")) {
            throw new Malformed("has a value that begins with #; put it into quotes, or a space before a comment");
        }
        var comment = COMMENT.matcher(raw);
        String value = (comment.find() ? raw.substring(0, comment.start()) : raw).strip();
        for (int at = 0; at < value.length(); at++) {
            requireNoReplacement(value, at);
        }
        return value;
    }

    private static void requireNoReplacement(String text, int at) {
        if (text.startsWith("${", at)) {
            throw new Malformed(
                    "has ${ in its value, which nothing replaces here; write the value itself, or put it into single"
                            + " quotes if it is meant as it stands");
        }
    }

    private static void requireEnd(String text, int closing) {
        if (closing < 0) {
            throw new Malformed("has a quote that is not closed; a value is one line of text");
        }
        String rest = text.substring(closing + 1);
        if (!rest.isBlank() && !COMMENT_AFTER_QUOTE.matcher(rest).lookingAt()) {
            throw new Malformed("goes on after its closing quote; only a comment may follow, after a space");
        }
    }

    /** A line that is not understood; the message goes on after the line's number. */
    private static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }
}
