package dev.portside.application.inmemory;

import dev.portside.application.storage.SharedSecrets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Secrets in memory, shared by all that have this object. */
final class InMemorySecrets {

    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    SharedSecrets madeWith(RandomGenerator randomness) {
        return name -> secrets.computeIfAbsent(name, missing -> {
                    byte[] made = new byte[SharedSecrets.BYTES];
                    randomness.nextBytes(made);
                    return made;
                })
                .clone();
    }
}
