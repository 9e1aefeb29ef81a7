package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.http.Body;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {

    private static final Optional<HostField> HOST = Optional.of(HostField.parse("localhost"));

    @Test
    void a_path_is_kept_as_it_is_written() {
        for (String path :
                List.of("/", "/health", "/health/", "/a%20b", "/a.b/c..d", "/a%25b", "/a;b=c", "/a:b@c!$&'()*+,=~")) {
            assertEquals(path, read("GET", path, "").path());
        }
    }

    @Test
    void a_path_that_could_be_read_in_two_ways_is_refused() {
        for (String path : List.of(
                "",
                "health",
                "//",
                "//a",
                "/a//b",
                "/.",
                "/..",
                "/a/./b",
                "/a/../b",
                "/%2e",
                "/%2E%2e/a",
                "/.%2e/a",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/%00",
                "/a%0d",
                "/a%7f",
                "/%",
                "/%6",
                "/%zz",
                "/a b",
                "/a\tb",
                "/\u00e4",
                "/a\"b",
                "/a<b",
                "/a#b",
                "/a|b",
                "/a{b}",
                "*",
                "http:/a",
                "ftp://localhost/a")) {
            assertThrows(ProblemException.class, () -> read("GET", path, ""), path);
        }
    }

    @Test
    void a_whole_uri_names_the_host_of_the_request() {
        assertEquals("/a", read("GET", "http://localhost/a", "").path());
        assertEquals("/a", read("GET", "HTTP://LOCALHOST:80/a", "").path());
        assertEquals("/", read("GET", "https://localhost", "").path());
        for (String target : List.of(
                "http://other/a",
                "http://localhost:81/a",
                "http:///a",
                "http://u@localhost/a",
                "http://localhost//a")) {
            assertThrows(ProblemException.class, () -> read("GET", target, ""), target);
        }
    }

    @Test
    void a_query_is_visible_ascii() {
        assertEquals("a=b&c=%20>=1", read("GET", "/a", "a=b&c=%20>=1").query());
        for (String query : List.of("a b", "a#b", "\u00e4", "a\u0000", "\ufffd")) {
            assertThrows(ProblemException.class, () -> read("GET", "/a", query), query);
        }
    }

    @Test
    void the_server_as_such_can_be_asked_for_its_options() {
        assertEquals(Target.SERVER, read("OPTIONS", "*", "").path());
    }

    private static Target read(String method, String path, String query) {
        return Target.of(new Request(method, "", path, query, name -> List.of(), Body.NONE), HOST);
    }
}
