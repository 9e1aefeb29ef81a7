package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.readiness.Dependency;

/** The database, as readiness sees it. */
final class StorageDependency implements Dependency {

    private static final int ANSWER_SECONDS = 2;

    private final Database database;

    StorageDependency(Database database) {
        this.database = database;
    }

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
        boolean alive = database.run(connection -> connection.isValid(ANSWER_SECONDS));
        if (!alive) {
            throw new Fault(Category.UNAVAILABLE, "PostgreSQL gave no answer within " + ANSWER_SECONDS + " s");
        }
    }
}
