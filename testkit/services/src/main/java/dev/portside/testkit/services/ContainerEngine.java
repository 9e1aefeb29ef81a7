package dev.portside.testkit.services;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test for a container engine. */
final class ContainerEngine {

    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    private ContainerEngine() {}

    /**
     * Looks where Testcontainers looks, but only for a sign: asking Testcontainers itself takes two seconds and logs an
     * error where there is none. Podman is found by its {@code DOCKER_HOST} or by the socket of its Docker emulation.
     */
    static boolean isLikely() {
        String host = System.getenv("DOCKER_HOST");
        return (host != null && !host.isBlank()) || Files.exists(SOCKET);
    }
}
