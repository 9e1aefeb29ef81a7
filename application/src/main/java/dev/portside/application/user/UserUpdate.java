package dev.portside.application.user;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;

/** Outcome of an update. Where several reasons forbid it, the first in the order of this file counts. */
public sealed interface UserUpdate {

    record Updated(User user) implements UserUpdate {}

    record Missing() implements UserUpdate {}

    /** The user's revision is not one that the precondition admits. */
    record PreconditionFailed() implements UserUpdate {}

    /** Another user has this address, perhaps in another case. */
    record EmailTaken(EmailAddress email) implements UserUpdate {}
}
