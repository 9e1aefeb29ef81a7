package dev.portside.application.inmemory;

import dev.portside.application.storage.SharedSecrets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets in memory, shared by all that have this object. */
public final class InMemorySecrets implements SharedSecrets {

    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    /** Starts without secrets. */
    public InMemorySecrets() {}

    @Override
    public byte[] secret(String name) {
        return secrets.computeIfAbsent(name, missing -> {
                    byte[] made = new byte[BYTES];
                    random.nextBytes(made);
                    return made;
                })
                .clone();
    }
}
