package dev.portside.spring;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Refuses the start on a Spring Boot that is too old, before a bean is made: otherwise much works there, and the first body of a
 * request does not.
 */
final class SupportedSpringBoot implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Of Spring Boot. It brings Jackson 3, and has its health and its servlets in modules of their own. */
    private static final int OLDEST = 4;

    /** For {@code spring.factories}. */
    SupportedSpringBoot() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getEnvironment().getProperty("portside.enabled", Boolean.class, true)) {
            refusal(SpringBootVersion.getVersion()).ifPresent(refusal -> {
                throw new UnsupportedSpringBoot(refusal);
            });
        }
    }

    /** @param version unknown where Boot is repackaged */
    static Optional<String> refusal(@Nullable String version) {
        if (version == null || !version.matches("\\d{1,4}\\..*")) {
            return Optional.empty();
        }
        int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
        return major >= OLDEST
                ? Optional.empty()
                : Optional.of(
                        "Portside needs Spring Boot " + OLDEST + " or newer, and this application has " + version);
    }
}
