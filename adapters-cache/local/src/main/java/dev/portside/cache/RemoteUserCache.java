package dev.portside.cache;

import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import java.util.Optional;
import java.util.OptionalLong;

/** Cache of users that nodes share. Nothing here throws, and nothing waits for longer than one command budget. */
public interface RemoteUserCache {

    /**
     * A user that some node has read, or the certainty that it was removed.
     *
     * @param until the {@link System#nanoTime()} up to which it may be served
     */
    record Found(Optional<User> user, long until) {}

    /** Empty when nothing is known, or nothing that this node may believe. */
    Optional<Found> find(UserId id);

    /** The time that a read of the store which begins now is from; empty when nothing can be shared now. */
    OptionalLong readTime();

    /** Lets other nodes have what was read from the store at that time. Returns at once. */
    void offer(User user, long readTime);

    /**
     * From now on {@link #find} returns nothing that may be older than this. Purely local, so it holds whatever becomes of
     * Redis. To be called when the store is done and before a read can begin that must see it.
     */
    void raiseFloor(UserWrite write);

    /** Announces to other nodes what a write did, or may have done. Returns when they can know, or after the budget. */
    void announce(UserWrite write, OptionalLong readTime);

    /** Effect of a write. */
    sealed interface UserWrite {

        /** Users were registered, which no one can have cached by id. */
        record Registered() implements UserWrite {}

        /** This is the user now. */
        record Updated(User user) implements UserWrite {}

        /** There is no such user any more. */
        record Removed(UserId id) implements UserWrite {}

        /** Nothing, or something unknown: the next read of this id must ask the store. */
        record Doubtful(UserId id) implements UserWrite {}
    }

    /** No shared cache. */
    RemoteUserCache NONE = new RemoteUserCache() {

        @Override
        public Optional<Found> find(UserId id) {
            return Optional.empty();
        }

        @Override
        public OptionalLong readTime() {
            return OptionalLong.empty();
        }

        @Override
        public void offer(User user, long readTime) {}

        @Override
        public void raiseFloor(UserWrite write) {}

        @Override
        public void announce(UserWrite write, OptionalLong readTime) {}
    };
}
