package dev.portside.domain.user;

/** Data of a user who registers. */
public record NewUser(UserName name, EmailAddress email) {

    /** Hides the person. */
    @Override
    public String toString() {
        return "NewUser[...]";
    }
}
