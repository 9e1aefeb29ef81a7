package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/**
 * A user's picture as it was sent.
 *
 * @param original a file whose digest and length the head tells; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // equal heads are equal avatars; nobody compares whole ones
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
