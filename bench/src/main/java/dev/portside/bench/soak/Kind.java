package dev.portside.bench.soak;

/** Kinds of requests that a soak consists of. */
enum Kind {
    HEALTH,
    LIST,
    READ,
    SEARCH,
    WRITE,
    INGEST,
    QUERY,
    EXPORT,
    BAD,
    IMAGE
}
