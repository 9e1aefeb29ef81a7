package dev.portside.spring;

import dev.portside.application.Fault;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failure analysis of a fault at startup, without a stack trace. */
final class FaultFailureAnalyzer extends AbstractFailureAnalyzer<Fault> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Fault cause) {
        return new FailureAnalysis("Portside cannot be used: " + cause.getMessage(), action(cause.category()), cause);
    }

    private static String action(Fault.Category category) {
        return switch (category) {
            case UNAVAILABLE, OVERLOADED, TIMEOUT ->
                "See to it that the database can be reached from here. portside.settings.PORTSIDE_START_TIMEOUT says"
                        + " how long it is waited for. To start without a database, set portside.storage=memory.";
            case MISCONFIGURED ->
                "Do what the description says. Where the database has other tables named users, events or avatars,"
                        + " give Portside another one, with portside.database-url or with a DataSource bean that is marked"
                        + " with @ForPortside. Or choose another storage with portside.storage.";
            case INTERNAL ->
                "This is a mistake in Portside, or in an adapter that it uses. Report it with the stack trace that"
                        + " --debug shows.";
        };
    }
}
