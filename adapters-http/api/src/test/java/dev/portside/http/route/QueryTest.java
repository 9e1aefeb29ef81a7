package dev.portside.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {

    private static final Optional<Set<String>> KNOWN = Optional.of(Set.of("limit", "search"));

    @Test
    void what_is_declared_can_be_read() {
        assertEquals(
                Optional.of("a b"), Query.parse("search=a+b&limit=1&", KNOWN).text("search"));
        assertEquals(Optional.empty(), Query.parse("", KNOWN).text("limit"));
    }

    @Test
    void what_is_unknown_is_refused_by_its_name() {
        Problem problem = refused("serach=a&Limit=1&search=b");

        assertEquals(400, problem.status());
        assertEquals(
                List.of("serach", "Limit"),
                problem.errors().stream().map(Problem.FieldError::field).toList());
        assertTrue(problem.errors().getFirst().message().contains("limit, search"), problem.detail());
        assertTrue(problem.errors().getLast().message().contains("write it limit"), problem.detail());
        assertTrue(Query.parse("a=b", Optional.empty()).text("a").isPresent());
    }

    @Test
    void a_name_is_told_as_much_of_as_is_of_use() {
        Problem problem =
                refused("%0d%0a" + "x".repeat(5_000) + "=1" + "&a".repeat(100) + "&b=&c=&d=&e=&f=&g=&h=&i=&j=&k=");

        assertEquals(10, problem.errors().size());
        assertTrue(problem.errors().stream()
                .allMatch(error ->
                        error.field().length() <= 41 && error.field().chars().noneMatch(Character::isISOControl)));
    }

    @Test
    void what_is_given_twice_is_refused() {
        assertEquals("limit", refused("limit=1&limit=1").errors().getFirst().field());
    }

    @Test
    void a_route_that_reads_what_it_does_not_declare_is_a_mistake() {
        Query query = Query.parse("limit=1", KNOWN);
        assertThrows(IllegalStateException.class, () -> query.text("page"));
    }

    private static Problem refused(String query) {
        return assertThrows(ProblemException.class, () -> Query.parse(query, KNOWN))
                .problem();
    }
}
