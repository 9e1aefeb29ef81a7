package dev.portside.spring;

import dev.portside.application.Fault;
import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.event.EventStore;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.inmemory.InMemoryStorage;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.application.user.BatchUserStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A storage that an application has written: in memory, behind a line that can be cut. */
final class HostedStorage implements StorageAdapter {

    volatile boolean reachable = true;

    @Override
    public String name() {
        return "hosted";
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public String describe(SettingValues values) {
        return "memory far away";
    }

    @Override
    public Storage open(SettingValues values, Host host) {
        return new Reached(new InMemoryStorage(), new Line("storage", true));
    }

    /** Whatever a part of Portside has at its other end. */
    final class Line implements Dependency {

        private final String name;
        private final boolean required;

        Line(String name, boolean required) {
            this.name = name;
            this.required = required;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean required() {
            return required;
        }

        @Override
        public void check() {
            if (!reachable) {
                throw new Fault(Fault.Category.UNAVAILABLE, "The line is cut");
            }
        }
    }

    private record Reached(Storage memory, Dependency line) implements Storage {

        @Override
        public void migrate() {
            line.check();
        }

        @Override
        public BatchUserStore users() {
            return memory.users();
        }

        @Override
        public AvatarStore avatars() {
            return memory.avatars();
        }

        @Override
        public EventStore events() {
            return memory.events();
        }

        @Override
        public AutoCloseable startMaintenance(Clock clock, Optional<Duration> retention) {
            return memory.startMaintenance(clock, retention);
        }

        @Override
        public List<Dependency> dependencies() {
            return List.of(line);
        }

        @Override
        public Optional<Seeding> seeding() {
            return memory.seeding();
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
