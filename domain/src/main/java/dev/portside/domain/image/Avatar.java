package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/**
 * A user's image as it was sent.
 *
 * @param original the file that the head describes; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // equal heads are equal avatars; whole ones are never compared
public record Avatar(AvatarHead head, byte[] original) {

    public Avatar {
        if (original.length != head.length()) {
            throw new InvalidValue("must have " + head.length() + " bytes, but had " + original.length);
        }
    }

    /** The same with bytes of its own. */
    public Avatar copy() {
        return new Avatar(head, original.clone());
    }
}
