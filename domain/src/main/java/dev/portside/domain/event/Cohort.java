package dev.portside.domain.event;

import java.util.List;

/**
 * The people of one bucket of a {@link RetentionQuery}.
 *
 * @param people how many they are
 * @param returned how many of them did so in this bucket, in the next one, and so on until the last of the question
 */
public record Cohort(long people, List<Long> returned) {

    public Cohort {
        returned = List.copyOf(returned);
    }
}
