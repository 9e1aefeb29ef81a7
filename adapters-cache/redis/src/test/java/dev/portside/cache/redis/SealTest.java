package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final byte[] CONTENT = "a user".getBytes(UTF_8);

    private final AtomicReference<byte[]> secret = new AtomicReference<>(Node.SECRET);
    private final Seal seal = new Seal(secret::get);

    SealTest() {
        assertTrue(seal.refresh());
    }

    @Test
    void what_was_sealed_is_opened() {
        assertArrayEquals(
                CONTENT, seal.open("place", seal.close("place", CONTENT)).orElseThrow());
        assertArrayEquals(
                new byte[0],
                seal.open("place", seal.close("place", new byte[0])).orElseThrow());
    }

    @Test
    void it_is_hmac_with_sha_256_cut_to_16_bytes() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Node.SECRET, "HmacSHA256"));
        byte[] expected = Arrays.copyOf(mac.doFinal("place\0a user".getBytes(UTF_8)), 16);
        byte[] sealed = seal.close("place", CONTENT);

        assertEquals(
                HexFormat.of().formatHex(expected),
                HexFormat.of().formatHex(Arrays.copyOfRange(sealed, CONTENT.length, sealed.length)));
    }

    @Test
    void whatever_was_changed_cut_off_moved_or_sealed_by_somebody_else_is_not_opened() {
        byte[] sealed = seal.close("place", CONTENT);
        for (int length = 0; length < sealed.length; length++) {
            assertEquals(Optional.empty(), seal.open("place", Arrays.copyOf(sealed, length)));
        }
        for (int at = 0; at < sealed.length; at++) {
            byte[] damaged = sealed.clone();
            damaged[at] ^= 1;
            assertEquals(Optional.empty(), seal.open("place", damaged));
        }
        assertEquals(Optional.empty(), seal.open("place", Arrays.copyOf(sealed, sealed.length + 1)));
        assertEquals(Optional.empty(), seal.open("another", sealed));
        byte[] others = Node.SECRET.clone();
        others[0] ^= 1;
        Seal other = new Seal(() -> others);
        assertTrue(other.refresh());
        assertEquals(Optional.empty(), other.open("place", sealed));
    }

    @Test
    void another_secret_counts_once_it_is_asked_for() {
        byte[] before = seal.close("place", CONTENT);
        assertFalse(seal.refresh(), "nothing is new");
        secret.set("fedcba9876543210fedcba9876543210".getBytes(UTF_8));

        assertTrue(seal.refresh());
        assertEquals(Optional.empty(), seal.open("place", before));
    }

    @Test
    void many_threads_may_use_it() {
        assertTrue(IntStream.range(0, 10_000).parallel().allMatch(i -> {
            byte[] content = Integer.toString(i).getBytes(UTF_8);
            return Arrays.equals(
                    content,
                    seal.open("place" + i, seal.close("place" + i, content)).orElseThrow());
        }));
    }
}
