package dev.portside.persistence.statement;

/** Way in which pgjdbc and PostgreSQL prepare a statement. */
public enum Preparation {
    /** Its plan may be kept: pgjdbc prepares it on the server from its fifth use on a connection. */
    KEPT,

    /**
     * Its best plan depends on its values. Without their knowledge PostgreSQL takes any search text for a rare or for a common one,
     * and one of the two is then slow.
     */
    PLANNED_EACH_TIME,

    /**
     * Its answer is large and binary. Up to its fifth use on a connection it would be sent as text, and ten megabytes take thirty to
     * read.
     */
    BINARY
}
