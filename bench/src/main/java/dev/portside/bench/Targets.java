package dev.portside.bench;

import dev.portside.bench.load.Places;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Configuration.Family;
import dev.portside.bench.server.Cursors;
import dev.portside.bench.server.Database;
import java.util.List;

/** Request targets of each server. */
final class Targets {

    private final Database database;
    private final List<String> places;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private List<String> ofPortside = List.of();

    Targets(Database database) {
        this.database = database;
        this.places = database.places();
    }

    /** Reads them from a Portside. Its cursors are valid for all of its configurations. */
    void learnCursors(int port) {
        ofPortside = Cursors.walk(port, places.size());
    }

    /** @param load a number that no other load of this run has */
    Places of(Configuration configuration, int load) {
        List<String> cursors = configuration.family() == Family.PORTSIDE ? ofPortside : Cursors.ofPeers(places);
        return new Places(database.lowestId(), database.highestId(), cursors, run + "-" + load);
    }
}
