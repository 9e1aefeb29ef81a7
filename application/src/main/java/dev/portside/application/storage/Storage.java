package dev.portside.application.storage;

import dev.portside.application.event.EventStore;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.transaction.HostTransactions;
import dev.portside.application.user.BatchUserStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Users, their avatars and events, kept in one place. Safe for use by many threads. */
public interface Storage extends AutoCloseable {

    /**
     * Brings what is kept into the form that this version reads and writes; does nothing when it is. Nodes may call this at the
     * same time. Nothing below may be used before it has returned once.
     *
     * @throws dev.portside.application.Fault UNAVAILABLE while a server cannot be reached, so that trying again makes sense; MISCONFIGURED when it
     *     never will
     */
    void migrate();

    BatchUserStore users();

    /** Of these users, with whom they go. */
    AvatarStore avatars();

    EventStore events();

    /**
     * Does, now and from time to time until closed, what keeps it in shape. Every node does so; only one at a time finds work.
     *
     * @param retention after which events are removed; empty to keep them all
     */
    AutoCloseable startMaintenance(Clock clock, Optional<Duration> retention);

    /** What it relies on. */
    List<Dependency> dependencies();

    /** Transactions that calls of its stores take part in when they are made in one; empty when they never do. */
    default Optional<HostTransactions> transactions() {
        return Optional.empty();
    }

    /**
     * Returns secrets that all who use what is kept share; empty when it keeps none.
     *
     * @param randomness a {@link java.security.SecureRandom} that new ones are made with
     */
    default Optional<SharedSecrets> secrets(RandomGenerator randomness) {
        return Optional.empty();
    }

    /** Fills it with made-up data; empty when that makes no sense. */
    Optional<Seeding> seeding();

    /** Takes over what another one keeps; empty when it cannot. */
    default Optional<StorageCopy> takeover() {
        return Optional.empty();
    }

    @Override
    void close();
}
