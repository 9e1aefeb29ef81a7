package dev.portside.application.user;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;

/** Outcome of a registration. */
public sealed interface Registration extends IdempotentRegistration {

    record Registered(User user) implements Registration {}

    /** Another user has this address, perhaps in another case. */
    record EmailTaken(EmailAddress email) implements Registration {}
}
