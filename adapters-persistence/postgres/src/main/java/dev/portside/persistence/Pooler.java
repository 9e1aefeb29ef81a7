package dev.portside.persistence;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A program such as pgbouncer between here and PostgreSQL, by what it does with connections. */
public enum Pooler {
    /**
     * Found out for each connection: one whose number is another than the server says goes through a pooler, which is taken for one
     * that pools by transaction.
     */
    AUTO,

    /** Each connection has one to the server to itself for as long as it is open, pooler or not. */
    SESSION,

    /** Each transaction may run on another connection to the server, whatever the numbers say. */
    TRANSACTION;

    /** As it is set. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Pooler of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static List<String> words() {
        return Stream.of(values()).map(Pooler::word).toList();
    }
}
