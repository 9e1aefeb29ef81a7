package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.readiness.Dependency;
import dev.portside.persistence.connection.Database;
import java.util.Locale;
import java.util.Optional;

/** The database, as requests meet it: over connections of the pool that they use. */
record StorageDependency(Database database) implements Dependency {

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public void check() {
        database.check();
    }

    @Override
    public Optional<String> reason(Fault fault) {
        return Optional.ofNullable(database.trouble())
                .map(trouble -> trouble.name().toLowerCase(Locale.ROOT));
    }
}
