package dev.portside.application.inmemory;

import dev.portside.application.image.AvatarStore;
import dev.portside.application.user.BatchUserStore;
import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import dev.portside.domain.user.UserPage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Users in this process's memory: the executable specification of {@link BatchUserStore}, and a way to run without services. */
public final class InMemoryUserStore implements BatchUserStore {

    private record Remembered(User user, Instant at) {
        boolean holdsAt(Instant time) {
            return time.isBefore(at.plus(IdempotencyKey.KEPT_FOR));
        }
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final NavigableMap<UserId, User> byId = new TreeMap<>();
    private final NavigableSet<User> newestFirst = new TreeSet<>(User.NEWEST_FIRST);
    private final Map<String, User> byEmailKey = new HashMap<>();
    private final Map<IdempotencyKey, Remembered> remembered = new LinkedHashMap<>();

    private final Map<UserId, IdempotencyKey> keyById = new HashMap<>();
    private final InMemoryAvatarStore avatars = new InMemoryAvatarStore(lock, byId.keySet());
    private long lastId;

    /** Starts empty. */
    public InMemoryUserStore() {}

    /** The avatars of these users. */
    public AvatarStore avatars() {
        return avatars;
    }

    @Override
    public Optional<User> byId(UserId id) {
        return reading(() -> Optional.ofNullable(byId.get(id)));
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return reading(() -> Optional.ofNullable(byEmailKey.get(email.key())));
    }

    @Override
    public Map<UserId, User> byIds(Set<UserId> ids) {
        return reading(() -> ids.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableMap(User::id, Function.identity())));
    }

    @Override
    public Map<UserListing, UserPage> lists(Set<UserListing> listings) {
        return listings.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), this::list));
    }

    @Override
    public UserPage list(UserListing listing) {
        return reading(() -> {
            Stream<User> matching = switch (listing.start()) {
                case UserListing.Page page ->
                    matching(listing.search(), newestFirst).skip(UserListing.offset(page, listing.limit()));
                case UserListing.After after ->
                    matching(listing.search(), newestFirst.tailSet(placeholder(after.cursor()), false));
            };
            return UserPage.of(matching.limit(listing.limit() + 1L).toList(), listing.limit());
        });
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return reading(() -> matching(search, newestFirst).count());
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        return reading(() -> behind.map(id -> byId.tailMap(id, false)).orElse(byId).values().stream()
                .limit(limit)
                .toList());
    }

    @Override
    public List<Registration> registerAll(List<NewUser> users, Instant at) {
        return writing(() -> users.stream().map(user -> register(user, at)).toList());
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        return writing(() -> {
            forget(at);
            Remembered before = remembered.get(key);
            if (before != null && before.holdsAt(at)) {
                boolean same = user.equals(
                        new NewUser(before.user().name(), before.user().email()));
                return same
                        ? new IdempotentRegistration.Replayed(before.user())
                        : new IdempotentRegistration.KeyReused();
            }
            Registration registration = register(user, at);
            if (registration instanceof Registration.Registered(User registered)) {
                remembered.remove(key);
                remembered.put(key, new Remembered(registered, at));
                keyById.put(registered.id(), key);
            }
            return registration;
        });
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        return writing(() -> {
            User old = byId.get(id);
            if (old == null) {
                return new UserUpdate.Missing();
            }
            if (!precondition.admits(old.revision())) {
                return new UserUpdate.PreconditionFailed();
            }
            User updated = old.changed(change, at);
            User holder = byEmailKey.get(updated.email().key());
            if (holder != null && !holder.id().equals(id)) {
                return new UserUpdate.EmailTaken(updated.email());
            }
            forget(old);
            keep(updated);
            return new UserUpdate.Updated(updated);
        });
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        return writing(() -> {
            User old = byId.get(id);
            if (old == null) {
                return new UserRemoval.Missing();
            }
            if (!precondition.admits(old.revision())) {
                return new UserRemoval.PreconditionFailed();
            }
            forget(old);
            avatars.forget(id);
            IdempotencyKey key = keyById.remove(id);
            if (key != null) {
                remembered.remove(key);
            }
            return new UserRemoval.Removed();
        });
    }

    private Registration register(NewUser user, Instant at) {
        if (byEmailKey.containsKey(user.email().key())) {
            return new Registration.EmailTaken(user.email());
        }
        User registered = User.registered(new UserId(++lastId), user, at);
        keep(registered);
        return new Registration.Registered(registered);
    }

    /** The oldest stand first, so this ends at the first that is still good. */
    private void forget(Instant now) {
        Iterator<Remembered> oldestFirst = remembered.values().iterator();
        while (oldestFirst.hasNext()) {
            Remembered oldest = oldestFirst.next();
            if (oldest.holdsAt(now)) {
                return;
            }
            oldestFirst.remove();
            keyById.remove(oldest.user().id());
        }
    }

    private void keep(User user) {
        byId.put(user.id(), user);
        newestFirst.add(user);
        byEmailKey.put(user.email().key(), user);
    }

    private void forget(User user) {
        byId.remove(user.id());
        newestFirst.remove(user);
        byEmailKey.remove(user.email().key());
    }

    /** The order looks at nothing but the time and the id, so any name and address will do. */
    private static User placeholder(UserCursor cursor) {
        NewUser anyone = new NewUser(new UserName("-"), new EmailAddress("a@b"));
        return User.registered(cursor.id(), anyone, cursor.createdAt());
    }

    private static Stream<User> matching(Optional<NameSearch> search, NavigableSet<User> users) {
        return search.map(wanted -> users.stream().filter(user -> wanted.matches(user.name())))
                .orElseGet(users::stream);
    }

    private <T> T reading(Supplier<T> read) {
        return locked(lock.readLock(), read);
    }

    private <T> T writing(Supplier<T> write) {
        return locked(lock.writeLock(), write);
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
