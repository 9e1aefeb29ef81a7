package dev.portside.domain.user;

/** What someone who registers says of themselves. */
public record NewUser(UserName name, EmailAddress email) {

    /** Tells nothing of the person. */
    @Override
    public String toString() {
        return "NewUser[...]";
    }
}
