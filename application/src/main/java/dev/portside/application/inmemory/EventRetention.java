package dev.portside.application.inmemory;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.RetentionQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Retention of events in memory, computed person by person. */
final class EventRetention {

    private EventRetention() {}

    static List<Cohort> answer(RetentionQuery query, List<NewEvent> firsts, List<NewEvent> returns) {
        Buckets buckets = query.buckets();
        Map<PersonId, Integer> cohorts = new HashMap<>();
        each(buckets, firsts, (person, bucket) -> cohorts.merge(person, bucket, Math::min));
        Map<PersonId, Set<Integer>> returned = new HashMap<>();
        each(
                buckets,
                returns,
                (person, bucket) ->
                        returned.computeIfAbsent(person, any -> new HashSet<>()).add(bucket));
        int size = buckets.size();
        long[] people = new long[size];
        long[][] cells = new long[size][size];
        cohorts.forEach((person, cohort) -> {
            people[cohort]++;
            returned.getOrDefault(person, Set.of()).stream()
                    .filter(bucket -> bucket >= cohort)
                    .forEach(bucket -> cells[cohort][bucket]++);
        });
        List<Cohort> table = new ArrayList<>();
        for (int cohort = 0; cohort < size; cohort++) {
            List<Long> row = new ArrayList<>();
            for (int bucket = cohort; bucket < size; bucket++) {
                row.add(cells[cohort][bucket]);
            }
            table.add(new Cohort(people[cohort], row));
        }
        return table;
    }

    private interface Taker {
        void take(PersonId person, int bucket);
    }

    private static void each(Buckets buckets, List<NewEvent> events, Taker taker) {
        for (NewEvent added : events) {
            Event event = added.event();
            event.person()
                    .ifPresent(person -> buckets.indexOf(event.at()).ifPresent(bucket -> taker.take(person, bucket)));
        }
    }
}
