package dev.portside.bench.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server as it is set up.
 *
 * @param name short, as the command line takes it
 * @param title as the tables show it
 * @param command that starts it, in the foreground
 * @param environment beside where to listen and where the database is
 * @param ready a target that answers 200 as soon as it can do its work
 * @param byDefault whether it runs without being named
 * @param needsRedis whether a Redis is started for it
 * @param missing what has to be installed first; empty when it can run
 */
public record Configuration(
        String name,
        String title,
        Family family,
        List<String> command,
        Map<String, String> environment,
        String ready,
        boolean byDefault,
        boolean needsRedis,
        Optional<String> missing) {

    /** Product that the server is, which decides the form of a cursor. */
    public enum Family {
        PORTSIDE,
        PEER,
        /** No server at all: pgbench on PostgreSQL. */
        DATABASE
    }

    public Configuration {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The same server, which also cannot run when something else is missing. */
    Configuration orMissing(Optional<String> missing) {
        return new Configuration(
                name,
                title,
                family,
                command,
                environment,
                ready,
                byDefault,
                needsRedis,
                this.missing.or(() -> missing));
    }

    /** The same server with nothing set. */
    public Configuration plain() {
        return new Configuration(
                name + "-plain", title, family, command, Map.of(), ready, byDefault, false, Optional.empty());
    }
}
