package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/**
 * Data of an avatar without its bytes.
 *
 * @param digest of the original
 * @param format of the original
 * @param length of the original, in bytes, at least 1
 */
public record AvatarHead(AvatarDigest digest, ImageFormat format, int length) {

    public AvatarHead {
        if (length < 1) {
            throw new InvalidValue("must have at least 1 byte, but had " + length);
        }
    }
}
