package dev.portside.bench.load;

/** Kind of requests. */
public enum Workload {
    LIST("list", "hot list page", "GET /api/v1/users, always the same 20 newest of 100,000", 2_500, false),
    CURSOR("cursor", "random list pages", "GET /api/v1/users?after=…, one of 5,000 places in the list", 2_500, false),
    BY_ID("by-id", "random user", "GET /api/v1/users/{id}, any of 100,000", 3_000, false),
    POST("post", "register", "POST /api/v1/users, each time another address", 500, true),
    MIXED("mixed", "mixed 90/10", "45 % hot list page, 45 % random user, 10 % register", 1_500, true);

    private final String key;
    private final String title;
    private final String description;
    private final int rate;
    private final boolean writing;

    Workload(String key, String title, String description, int rate, boolean writing) {
        this.key = key;
        this.title = title;
        this.description = description;
        this.rate = rate;
        this.writing = writing;
    }

    /** As the command line, wrk's script and the raw data name it. */
    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /** Requests a second at which latency is measured: about half of what the slowest peer managed on two cores. */
    public int rate() {
        return rate;
    }

    /** Returns whether users are added, so that they have to be removed again. */
    public boolean writing() {
        return writing;
    }

    @Override
    public String toString() {
        return key;
    }
}
