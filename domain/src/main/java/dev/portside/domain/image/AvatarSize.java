package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;
import java.util.Set;

/**
 * Side of an avatar that is shown, a square.
 *
 * @param pixels {@value #MIN} to {@value #MAX}
 */
public record AvatarSize(int pixels) {

    public static final int MIN = 16;
    public static final int MAX = 1024;

    /** Twice what lists of people use, for screens that have two pixels where there was one. */
    public static final AvatarSize DEFAULT = new AvatarSize(256);

    /** Powers of two and what lies half way between them, where pages ask for them. */
    private static final Set<Integer> USUAL = Set.of(16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024);

    public AvatarSize {
        if (pixels < MIN || pixels > MAX) {
            throw new InvalidValue("must be " + MIN + " to " + MAX + ", but was " + pixels);
        }
    }

    /**
     * Returns whether it is one of the few that many ask for. All the others are as good, but who asks for one after the other must
     * not fill with them what is there for everybody.
     */
    public boolean isUsual() {
        return USUAL.contains(pixels);
    }
}
