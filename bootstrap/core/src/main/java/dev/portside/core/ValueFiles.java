package dev.portside.core;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Settings whose values lie in files of their own: {@code KEY_FILE} names the file that has the value of {@code KEY}, as Docker and
 * Kubernetes mount secrets. So a password is neither in {@code docker inspect} nor in what every program started from here sees.
 * The owner of the file does not matter, because containers see the host's users: naming a file means trusting it.
 */
final class ValueFiles {

    private static final String SUFFIX = "_FILE";
    private static final Set<String> WITHOUT_PREFIX = Set.of("DATABASE_URL", "REDIS_URL");
    private static final long MAX_BYTES = 64 * 1024;

    private ValueFiles() {}

    /** Returns the other key of the same setting. */
    static String counterpart(String key) {
        return key.endsWith(SUFFIX) ? key.substring(0, key.length() - SUFFIX.length()) : key + SUFFIX;
    }

    /**
     * Replaces each key of a file by the key of its value.
     *
     * @param declared keys of settings, one of which may end as those of files do
     */
    static void resolve(Map<String, String> values, String prefix, Set<String> declared, Consumer<String> problems) {
        for (String key : List.copyOf(values.keySet())) {
            if (key.endsWith(SUFFIX) && !declared.contains(key)) {
                String meant = counterpart(key);
                if (meant.startsWith(prefix) || WITHOUT_PREFIX.contains(meant)) {
                    resolve(key, meant, values, problems);
                }
            }
        }
    }

    private static void resolve(String key, String meant, Map<String, String> values, Consumer<String> problems) {
        String file = values.remove(key);
        if (values.containsKey(meant)) {
            problems.accept(meant + " and " + key + " are both set; unset one of them");
            return;
        }
        try {
            Path path = Path.of(String.valueOf(file));
            if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
                problems.accept(key + " must be a file with the value of " + meant + ", but was \"" + file + "\"");
                return;
            }
            String value = Files.readString(path).strip();
            if (!value.isEmpty()) {
                values.put(meant, value);
            }
        } catch (CharacterCodingException e) {
            problems.accept(key + " must be a file in UTF-8, but was \"" + file + "\"");
        } catch (IOException | InvalidPathException e) {
            problems.accept(key + " must be a file that can be read, but was \"" + file + "\" ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
