package dev.portside.http.json;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encoded bodies of results, made once for each result object however many requests share it. The same object
 * means the same instance; what is equal to it is another. Safe for use by many threads.
 *
 * <p>Most results are shared for a moment, by those whose reads were answered together, and are garbage then. What was
 * made of them must be garbage with them: were it kept until something else takes its place, each collection would copy
 * it, and the old generation would fill up with it. So at first only those who use it keep it. A result that is met again
 * after a collection has taken its form is one that lasts, in a cache perhaps; of such a one the form is made a second
 * time, and kept until another result needs the place.
 *
 * @param <T> immutable
 */
public final class EncodedBodyCache<T, E> {

    private final Function<T, E> encoder;
    private final AtomicReferenceArray<@Nullable Place<T, E>> places;
    private final int mask;

    /** The form of one result; does not keep the result alive. */
    private static final class Form<T, E> extends WeakReference<T> {

        private volatile @Nullable E made;

        Form(T result) {
            super(result);
        }

        /** Those that come while it is being made wait for it: that takes microseconds. */
        E of(T result, Function<T, E> encoder) {
            E ready = made;
            if (ready != null) {
                return ready;
            }
            synchronized (this) {
                E own = made;
                if (own == null) {
                    own = encoder.apply(result);
                    made = own;
                }
                return own;
            }
        }
    }

    private sealed interface Place<T, E> {

        @Nullable
        Form<T, E> form();

        /** Leaves the form to those who use it. */
        final class Fleeting<T, E> extends WeakReference<Form<T, E>> implements Place<T, E> {

            private final int hash;

            Fleeting(int hash, Form<T, E> form) {
                super(form);
                this.hash = hash;
            }

            @Override
            public @Nullable Form<T, E> form() {
                return get();
            }
        }

        record Lasting<T, E>(Form<T, E> form) implements Place<T, E> {}
    }

    /**
     * Nothing is made yet.
     *
     * @param places how many forms are known at the same time at most, a power of two
     */
    public EncodedBodyCache(int places, Function<T, E> encoder) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("places must be a power of two, but was " + places);
        }
        this.encoder = encoder;
        this.places = new AtomicReferenceArray<>(places);
        this.mask = places - 1;
    }

    /** The form of this result. */
    public E of(T result) {
        int hash = System.identityHashCode(result);
        Place<T, E> place = places.getAcquire(hash & mask);
        Form<T, E> known = place == null ? null : place.form();
        if (known != null && known.refersTo(result)) {
            return known.of(result, encoder);
        }
        Form<T, E> fresh = new Form<>(result);
        boolean lasts = known == null && place instanceof Place.Fleeting<T, E> collected && collected.hash == hash;
        Place<T, E> own = lasts ? new Place.Lasting<>(fresh) : new Place.Fleeting<>(hash, fresh);
        if (places.compareAndSet(hash & mask, place, own)) {
            return fresh.of(result, encoder);
        }
        // Another was faster, with the same result perhaps.
        Place<T, E> others = places.getAcquire(hash & mask);
        Form<T, E> other = others == null ? null : others.form();
        return (other != null && other.refersTo(result) ? other : fresh).of(result, encoder);
    }
}
