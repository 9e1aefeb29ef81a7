package dev.portside.application.image;

import dev.portside.domain.image.AvatarHead;

/** What a look for an avatar found. */
public sealed interface AvatarLookup permits AvatarLookup.Found, AvatarAbsence {

    record Found(AvatarHead head) implements AvatarLookup {}
}
