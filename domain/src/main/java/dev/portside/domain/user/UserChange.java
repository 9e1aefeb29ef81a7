package dev.portside.domain.user;

import java.util.Optional;

/** Values that an update sets; empty ones stay as they are. An update that changes nothing makes no new revision. */
public record UserChange(Optional<UserName> name, Optional<EmailAddress> email) {

    /** The change that sets everything. */
    public static UserChange to(NewUser user) {
        return new UserChange(Optional.of(user.name()), Optional.of(user.email()));
    }

    /** Returns which values are set, and hides them. */
    @Override
    public String toString() {
        return "UserChange[name=" + set(name.isPresent()) + ", email=" + set(email.isPresent()) + "]";
    }

    private static String set(boolean isSet) {
        return isSet ? "set" : "kept";
    }
}
