package dev.portside.application.user;

import dev.portside.domain.user.User;

/** Outcome of a registration under an {@link dev.portside.domain.user.IdempotencyKey}. */
public sealed interface IdempotentRegistration
        permits Registration,
                IdempotentRegistration.Replayed,
                IdempotentRegistration.KeyReused,
                IdempotentRegistration.KeyInUse {

    /**
     * The same registration succeeded under this key before.
     *
     * @param user as it was registered then, whatever became of it since
     */
    record Replayed(User user) implements IdempotentRegistration {}

    /** Something else was registered under this key. */
    record KeyReused() implements IdempotentRegistration {}

    /** A registration under this key is still running. */
    record KeyInUse() implements IdempotentRegistration {}
}
