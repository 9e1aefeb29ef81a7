package dev.portside.http;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What results look like on the wire, made once for each result object however many requests share it. The same object
 * means the same instance; what is equal to it is another.
 *
 * <p>The number of forms that are kept is fixed, so that those of results that are met once, which are most, are soon
 * overwritten. In a map with weak keys each of them would outlive a collection of garbage and be copied by it. A result
 * that lost its place to another is made again. Safe for use by many threads.
 *
 * @param <T> immutable
 */
public final class EncodedOnce<T, E> {

    private final Function<T, E> encoder;
    private final AtomicReferenceArray<@Nullable Form<T, E>> forms;
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

    /** @param places how many forms are kept, a power of two */
    public EncodedOnce(int places, Function<T, E> encoder) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("places must be a power of two, but was " + places);
        }
        this.encoder = encoder;
        this.forms = new AtomicReferenceArray<>(places);
        this.mask = places - 1;
    }

    /** The form of this result. */
    public E of(T result) {
        int place = System.identityHashCode(result) & mask;
        Form<T, E> known = forms.getAcquire(place);
        if (known != null && known.refersTo(result)) {
            return known.of(result, encoder);
        }
        Form<T, E> fresh = new Form<>(result);
        if (forms.compareAndSet(place, known, fresh)) {
            return fresh.of(result, encoder);
        }
        Form<T, E> other = forms.getAcquire(place);
        return (other != null && other.refersTo(result) ? other : fresh).of(result, encoder);
    }
}
