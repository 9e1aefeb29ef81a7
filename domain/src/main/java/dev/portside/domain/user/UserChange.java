package dev.portside.domain.user;

import java.util.Optional;

/** What an update sets; what is empty stays as it is. What changes nothing is no new revision. */
public record UserChange(Optional<UserName> name, Optional<EmailAddress> email) {

    /** The change that sets everything. */
    public static UserChange to(NewUser user) {
        return new UserChange(Optional.of(user.name()), Optional.of(user.email()));
    }

    /** Tells what is set, not to what. */
    @Override
    public String toString() {
        return "UserChange[name=" + set(name.isPresent()) + ", email=" + set(email.isPresent()) + "]";
    }

    private static String set(boolean isSet) {
        return isSet ? "set" : "kept";
    }
}
