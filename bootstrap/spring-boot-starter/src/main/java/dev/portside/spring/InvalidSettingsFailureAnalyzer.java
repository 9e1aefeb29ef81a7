package dev.portside.spring;

import dev.portside.core.InvalidSettings;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failure analysis of wrong settings, all at once, without a stack trace. */
final class InvalidSettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettings> {

    private static final String ACTION = """
        Change them where the application has its configuration:
          * PORTSIDE_STORAGE, DATABASE_URL, PORTSIDE_CACHE and REDIS_URL are portside.storage, portside.database-url, \
        portside.cache and portside.redis-url;
          * every other key stands below portside.settings, as portside.settings.PORTSIDE_EVENTS_RETENTION;
          * what is set of the HTTP API is portside.http.* (see docs/spring-boot.md).
        The storages postgres and data-source need dev.portside:portside-persistence-postgres on the class path, the cache \
        local needs dev.portside:portside-cache-local, and redis dev.portside:portside-cache-redis.\
        """;

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettings cause) {
        return new FailureAnalysis("Portside cannot start with its settings:\n" + cause.getMessage(), ACTION, cause);
    }
}
