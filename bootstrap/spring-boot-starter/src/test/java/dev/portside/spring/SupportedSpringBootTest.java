package dev.portside.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

class SupportedSpringBootTest {

    @Test
    void a_spring_boot_that_is_too_old_is_refused_by_its_version() {
        assertEquals(
                Optional.of("Portside needs Spring Boot 4 or newer, and this application has 3.5.7"),
                SupportedSpringBoot.refusal("3.5.7"));
        assertTrue(SupportedSpringBoot.refusal("2.7.18").isPresent());
        assertEquals(Optional.empty(), SupportedSpringBoot.refusal("4.0.0"));
        assertEquals(Optional.empty(), SupportedSpringBoot.refusal("4.1.0-RC1"));
        assertEquals(Optional.empty(), SupportedSpringBoot.refusal("10.0.0"));
        assertEquals(Optional.empty(), SupportedSpringBoot.refusal(null));
        assertEquals(Optional.empty(), SupportedSpringBoot.refusal(SpringBootVersion.getVersion()));
    }

    @Test
    void spring_boot_finds_what_refuses_it_and_that_lets_this_one_pass() {
        SupportedSpringBoot found =
                SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationContextInitializer.class).stream()
                        .filter(SupportedSpringBoot.class::isInstance)
                        .map(SupportedSpringBoot.class::cast)
                        .findAny()
                        .orElseThrow();
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            found.initialize(context);
        }
    }
}
