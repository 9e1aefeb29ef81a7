package dev.portside.application.user;

/** Outcome of a removal. */
public sealed interface UserRemoval {

    record Removed() implements UserRemoval {}

    record Missing() implements UserRemoval {}

    /** The user's revision is not one that the precondition admits. */
    record PreconditionFailed() implements UserRemoval {}
}
