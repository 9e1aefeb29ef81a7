package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/**
 * Names the one file that is made of an original for a size and a format. Nothing about it ever changes: another original
 * has another digest.
 *
 * @param digest of the original
 * @param format one that is {@linkplain ImageFormat#written() written}
 * @param maker what makes it, 1 to 32 of {@code a-z 0-9 . -}; files of different makers look alike and differ in their bytes
 */
public record AvatarVariant(AvatarDigest digest, AvatarSize size, ImageFormat format, String maker) {

    private static final int MAX_MAKER = 32;

    public AvatarVariant {
        if (!format.written()) {
            throw new InvalidValue("must be jpeg, png or webp");
        }
        boolean named =
                maker.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-');
        if (maker.isEmpty() || maker.length() > MAX_MAKER || !named) {
            throw new InvalidValue("must be made by something of 1 to " + MAX_MAKER
                    + " lower-case letters, digits, dots or hyphens, but was by \"" + maker + "\"");
        }
    }
}
