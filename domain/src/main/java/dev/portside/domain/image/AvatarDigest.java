package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;
import java.util.HexFormat;

/**
 * Name of a file by its content: equal bytes have equal digests, and other bytes with the same digest cannot be found.
 *
 * @param hex the SHA-256 (FIPS 180-4) in 64 lower-case hexadecimal digits
 */
public record AvatarDigest(String hex) {

    public static final int BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();

    public AvatarDigest {
        boolean digits = hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (hex.length() != 2 * BYTES || !digits) {
            throw new InvalidValue("must be the " + 2 * BYTES + " lower-case hexadecimal digits of a SHA-256");
        }
    }

    /** Of the {@value #BYTES} bytes of a SHA-256. */
    public static AvatarDigest of(byte[] sha256) {
        return new AvatarDigest(HEX.formatHex(sha256));
    }

    /** The {@value #BYTES} bytes, the caller's own. */
    public byte[] bytes() {
        return HEX.parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
