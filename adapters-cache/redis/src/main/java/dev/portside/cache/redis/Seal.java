package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seal on what nodes leave for each other in Redis: HMAC-SHA-256 (RFC 2104), cut to 16 bytes as its §5 allows, over where it lies
 * and what it says. A program that can write to Redis, and does not have the key, cannot make a node believe anything; what was left
 * elsewhere, or for another deployment, is not believed either.
 */
final class Seal {

    static final int BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<byte[]> secret;
    private volatile @Nullable Mac keyed;
    private byte[] key = new byte[0];

    /** @param secret asked for at {@link #refresh}; may block, and may throw */
    Seal(Supplier<byte[]> secret) {
        this.secret = secret;
    }

    /** Asks for the secret; returns whether it is another one than before. To be called by one thread. */
    boolean refresh() {
        byte[] now = secret.get();
        if (Arrays.equals(now, key)) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(now, ALGORITHM));
            keyed = mac;
            key = now.clone();
            return true;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", e);
        }
    }

    /** Returns the content with its seal behind it. */
    byte[] close(String place, byte[] content) {
        byte[] sealed = Arrays.copyOf(content, content.length + BYTES);
        System.arraycopy(mac(place, content, content.length), 0, sealed, content.length, BYTES);
        return sealed;
    }

    /** Returns the content; empty when this is not what {@link #close} makes for this place with the same secret. */
    Optional<byte[]> open(String place, byte[] sealed) {
        int length = sealed.length - BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        byte[] stated = Arrays.copyOfRange(sealed, length, sealed.length);
        byte[] right = Arrays.copyOf(mac(place, sealed, length), BYTES);
        return MessageDigest.isEqual(stated, right) ? Optional.of(Arrays.copyOf(sealed, length)) : Optional.empty();
    }

    /** Over a copy: one that is used cannot be used by another thread. */
    private byte[] mac(String place, byte[] content, int length) {
        try {
            Mac prepared = keyed;
            if (prepared == null) {
                throw new IllegalStateException("There is no secret yet");
            }
            Mac mac = (Mac) prepared.clone();
            mac.update(place.getBytes(UTF_8));
            // No place has such a byte in it, so none can be taken for another and a part of the content.
            mac.update((byte) 0);
            mac.update(content, 0, length);
            return mac.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's " + ALGORITHM + " can be copied.", e);
        }
    }
}
