package dev.portside.spring;

import static dev.portside.http.pipeline.ApiSettingDeclarations.MAX_BODY;
import static dev.portside.http.pipeline.ApiSettingDeclarations.MAX_BODY_MEMORY;
import static dev.portside.http.pipeline.ApiSettingDeclarations.MAX_EVENTS_BODY;

import dev.portside.application.adapter.Setting;
import dev.portside.core.CoreSettings;
import dev.portside.core.InvalidSettings;
import dev.portside.core.SettingsReader;
import dev.portside.http.pipeline.AllowedHosts;
import dev.portside.http.pipeline.ApiSettingDeclarations;
import dev.portside.http.pipeline.ApiSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Settings of the HTTP API as properties: {@code portside.http.max-body} for {@code PORTSIDE_MAX_BODY}, and so on for all that
 * {@link ApiSettingDeclarations} has. Sizes may have the units of Spring, such as {@code 1MB}.
 */
final class HttpSettings {

    private static final String PREFIX = "portside.http.";
    private static final String PATH = "(/[^/?#%;*\\s]+)*";
    private static final Pattern SPRING_SIZE = Pattern.compile("(\\d+)([KMG])B");
    private static final Pattern KEY = Pattern.compile("PORTSIDE_[A-Z_]+");

    private static final Map<String, String> PROPERTIES = ApiSettingDeclarations.ALL.stream()
            .collect(Collectors.toUnmodifiableMap(Setting::key, HttpSettings::property));

    private HttpSettings() {}

    /** @throws InvalidSettings with all problems */
    static ApiSettings of(PortsideHttpProperties properties, Environment environment, CoreSettings core) {
        SettingsReader reader = SettingsReader.of(texts(Binder.get(environment)));
        CoreSettings.readLargestBody(MAX_BODY, MAX_BODY_MEMORY, reader);
        CoreSettings.readLargestBody(MAX_EVENTS_BODY, MAX_BODY_MEMORY, reader);
        reader.readAll(ApiSettingDeclarations.ALL);
        if (!properties.prefix().matches(PATH)) {
            reader.problem(PREFIX
                    + "prefix must be empty, or begin with a slash and not end with one, as /backend, but was \""
                    + properties.prefix() + "\"");
        }
        try {
            return ApiSettingDeclarations.of(reader.finish(""), core.requestDeadline(), AllowedHosts.ANY);
        } catch (InvalidSettings e) {
            throw new InvalidSettings(List.of(inProperties(String.valueOf(e.getMessage()))));
        }
    }

    private static Map<String, String> texts(Binder binder) {
        Map<String, String> texts = new HashMap<>();
        PROPERTIES.forEach((key, property) -> binder.bind(property, Bindable.listOf(String.class))
                .ifBound(values ->
                        texts.put(key, values.stream().map(HttpSettings::size).collect(Collectors.joining(",")))));
        return texts;
    }

    private static String size(String text) {
        return SPRING_SIZE.matcher(text).matches() ? text.replace("B", "iB") : text;
    }

    private static String inProperties(String problems) {
        return KEY.matcher(problems).replaceAll(key -> PROPERTIES.getOrDefault(key.group(), key.group()));
    }

    /** Returns the name of the property for a setting. */
    static String property(Setting<?> setting) {
        return PREFIX
                + setting.key()
                        .substring("PORTSIDE_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
    }
}
