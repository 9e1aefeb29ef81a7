package dev.portside.persistence.migration;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Lets each migration find the extension wherever it is: migrations that have been applied somewhere cannot be changed any more. */
record TrigramsInSight(String schema) implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            SearchPath.append(context.getConnection(), schema);
            try (Statement statement = context.getConnection().createStatement()) {
                // That the extension is there already is no news.
                statement.execute("set local client_min_messages = warning");
            }
        } catch (SQLException e) {
            throw new FlywayException("The search path could not be set", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "trigrams";
    }
}
