package dev.portside.spring;

/** The application has a Spring Boot that Portside was not made for. */
final class UnsupportedSpringBoot extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedSpringBoot(String message) {
        super(message);
    }
}
