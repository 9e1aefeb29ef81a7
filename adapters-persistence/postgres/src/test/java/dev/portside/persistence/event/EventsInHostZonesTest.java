package dev.portside.persistence.event;

import dev.portside.application.event.EventStore;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.event.EventStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Answers do not depend on the zone of the host, which the driver makes that of each session. */
class EventsInHostZonesTest {

    /** All that a store promises, where the host is in a zone. */
    abstract static class InZone implements EventStoreContract {

        private final List<Postgres> opened = new ArrayList<>();
        private final TimeZone before = TimeZone.getDefault();
        private final String zone;

        InZone(String zone) {
            this.zone = zone;
        }

        @BeforeEach
        void move() {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
        }

        @Override
        public EventStore emptyStore() {
            Postgres postgres = TestStorage.empty();
            opened.add(postgres);
            return postgres.events();
        }

        @AfterEach
        void moveBack() {
            TimeZone.setDefault(before);
            opened.forEach(Postgres::close);
        }
    }

    @Nested
    class NewYork extends InZone {
        NewYork() {
            super("America/New_York");
        }
    }

    @Nested
    class Kolkata extends InZone {
        Kolkata() {
            super("Asia/Kolkata");
        }
    }

    @Nested
    class LordHowe extends InZone {
        LordHowe() {
            super("Australia/Lord_Howe");
        }
    }
}
