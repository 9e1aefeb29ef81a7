package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/**
 * How large an avatar is shown: it is as wide as it is high.
 *
 * @param pixels {@value #MIN} to {@value #MAX}
 */
public record AvatarSize(int pixels) {

    public static final int MIN = 16;
    public static final int MAX = 1024;

    /** Twice what lists of people use, for screens that have two pixels where there was one. */
    public static final AvatarSize DEFAULT = new AvatarSize(256);

    public AvatarSize {
        if (pixels < MIN || pixels > MAX) {
            throw new InvalidValue("must be " + MIN + " to " + MAX + ", but was " + pixels);
        }
    }
}
