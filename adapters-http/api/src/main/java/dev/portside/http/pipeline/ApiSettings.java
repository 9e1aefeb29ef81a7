package dev.portside.http.pipeline;

import java.time.Duration;

/** Limits of an {@link Api}, built by name: {@code ApiSettings.builder().maxBody(65_536).build()}. Immutable. */
public final class ApiSettings {

    /** The default of every setting. */
    public static final ApiSettings DEFAULTS = builder().build();

    private final Builder values;

    private ApiSettings(Builder values) {
        this.values = values;
    }

    /** Returns a builder in which every setting has its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder in which every setting is as here. */
    public Builder toBuilder() {
        return values.copy();
    }

    /** Returns the pages of other origins that may call. */
    public CorsOrigins corsOrigins() {
        return values.corsOrigins;
    }

    /** Returns the bytes of a request body, unless its route says otherwise. */
    public int maxBody() {
        return values.maxBody;
    }

    /** Returns the bytes of a request body with events. */
    public int maxEventsBody() {
        return values.maxEventsBody;
    }

    /** Returns the bytes that all bodies together may take, while they arrive and while they are worked on. */
    public long maxBodyMemory() {
        return values.maxBodyMemory;
    }

    /** Returns the bytes a second that a body must arrive at, after its first second, and that a stream must be taken at. */
    public int minBodyRate() {
        return values.minBodyRate;
    }

    /** Returns the characters of path and query together. */
    public int maxUri() {
        return values.maxUri;
    }

    /** Returns the arrays and objects inside each other. */
    public int maxJsonDepth() {
        return values.maxJsonDepth;
    }

    /** Returns the characters of one JSON string. */
    public int maxJsonString() {
        return values.maxJsonString;
    }

    /** Returns the time until a response must begin. */
    public Duration deadline() {
        return values.deadline;
    }

    /** Returns the requests that are worked on at the same time. */
    public int maxConcurrent() {
        return values.maxConcurrent;
    }

    /** Returns the requests that wait to be worked on; more are refused with 503. */
    public int maxQueued() {
        return values.maxQueued;
    }

    /** Returns the responses of unbounded length that are sent at the same time; more are refused with 503. */
    public int maxStreams() {
        return values.maxStreams;
    }

    /** Returns the clients of the live stream at the same time; more are refused with 503. */
    public int maxListeners() {
        return values.maxListeners;
    }

    /** Returns whether PUT, PATCH and DELETE of one user are refused with 428 without {@code If-Match}. */
    public boolean requireIfMatch() {
        return values.requireIfMatch;
    }

    /** Returns the names that {@code Host} may have; requests for others are refused with 421. */
    public AllowedHosts allowedHosts() {
        return values.allowedHosts;
    }

    /** Settings under construction. */
    public static final class Builder {

        private CorsOrigins corsOrigins = ApiSettingDeclarations.CORS_ORIGINS.defaultValue();
        private int maxBody = ApiSettingDeclarations.MAX_BODY.defaultValue();
        private int maxEventsBody = ApiSettingDeclarations.MAX_EVENTS_BODY.defaultValue();
        private long maxBodyMemory = ApiSettingDeclarations.MAX_BODY_MEMORY.defaultValue();
        private int minBodyRate = ApiSettingDeclarations.MIN_BODY_RATE.defaultValue();
        private int maxUri = ApiSettingDeclarations.MAX_URI.defaultValue();
        private int maxJsonDepth = ApiSettingDeclarations.JSON_MAX_DEPTH.defaultValue();
        private int maxJsonString = ApiSettingDeclarations.JSON_MAX_STRING.defaultValue();
        private Duration deadline = Duration.ofSeconds(10);
        private int maxConcurrent = ApiSettingDeclarations.MAX_CONCURRENT_REQUESTS.defaultValue();
        private int maxQueued = ApiSettingDeclarations.MAX_QUEUED_REQUESTS.defaultValue();
        private int maxStreams = ApiSettingDeclarations.MAX_STREAMS.defaultValue();
        private int maxListeners = ApiSettingDeclarations.MAX_LISTENERS.defaultValue();
        private boolean requireIfMatch = ApiSettingDeclarations.REQUIRE_IF_MATCH.defaultValue();
        private AllowedHosts allowedHosts = AllowedHosts.ANY;

        private Builder() {}

        /** Sets the pages of other origins that may call. */
        public Builder corsOrigins(CorsOrigins value) {
            corsOrigins = value;
            return this;
        }

        /** Sets the bytes of a request body, unless its route says otherwise. */
        public Builder maxBody(int value) {
            maxBody = value;
            return this;
        }

        /** Sets the bytes of a request body with events. */
        public Builder maxEventsBody(int value) {
            maxEventsBody = value;
            return this;
        }

        /** Sets the bytes that all bodies together may take, while they arrive and while they are worked on. */
        public Builder maxBodyMemory(long value) {
            maxBodyMemory = value;
            return this;
        }

        /** Sets the bytes a second that a body must arrive at, after its first second, and that a stream must be taken at. */
        public Builder minBodyRate(int value) {
            minBodyRate = value;
            return this;
        }

        /** Sets the characters of path and query together. */
        public Builder maxUri(int value) {
            maxUri = value;
            return this;
        }

        /** Sets the arrays and objects inside each other. */
        public Builder maxJsonDepth(int value) {
            maxJsonDepth = value;
            return this;
        }

        /** Sets the characters of one JSON string. */
        public Builder maxJsonString(int value) {
            maxJsonString = value;
            return this;
        }

        /** Sets the time until a response must begin. */
        public Builder deadline(Duration value) {
            deadline = value;
            return this;
        }

        /** Sets the requests that are worked on at the same time. */
        public Builder maxConcurrent(int value) {
            maxConcurrent = value;
            return this;
        }

        /** Sets the requests that wait to be worked on; more are refused with 503. */
        public Builder maxQueued(int value) {
            maxQueued = value;
            return this;
        }

        /** Sets the responses of unbounded length that are sent at the same time; more are refused with 503. */
        public Builder maxStreams(int value) {
            maxStreams = value;
            return this;
        }

        /** Sets the clients of the live stream at the same time; more are refused with 503. */
        public Builder maxListeners(int value) {
            maxListeners = value;
            return this;
        }

        /** Sets whether PUT, PATCH and DELETE of one user are refused with 428 without {@code If-Match}. */
        public Builder requireIfMatch(boolean value) {
            requireIfMatch = value;
            return this;
        }

        /** Sets the names that {@code Host} may have; requests for others are refused with 421. */
        public Builder allowedHosts(AllowedHosts value) {
            allowedHosts = value;
            return this;
        }

        /** Returns the settings; the builder can be used again. */
        public ApiSettings build() {
            return new ApiSettings(copy());
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.corsOrigins = corsOrigins;
            copy.maxBody = maxBody;
            copy.maxEventsBody = maxEventsBody;
            copy.maxBodyMemory = maxBodyMemory;
            copy.minBodyRate = minBodyRate;
            copy.maxUri = maxUri;
            copy.maxJsonDepth = maxJsonDepth;
            copy.maxJsonString = maxJsonString;
            copy.deadline = deadline;
            copy.maxConcurrent = maxConcurrent;
            copy.maxQueued = maxQueued;
            copy.maxStreams = maxStreams;
            copy.maxListeners = maxListeners;
            copy.requireIfMatch = requireIfMatch;
            copy.allowedHosts = allowedHosts;
            return copy;
        }
    }
}
