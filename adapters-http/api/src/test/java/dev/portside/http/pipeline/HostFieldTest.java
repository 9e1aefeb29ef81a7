package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostFieldTest {

    private static final AllowedHosts LISTED = new AllowedHosts.LoopbackAnd(Set.of("Api.Example.org", "fe80::1"));

    @Test
    void a_name_or_an_address_may_have_a_port() {
        assertEquals(new HostField("a.example", Optional.empty()), HostField.parse("A.Example"));
        assertEquals(new HostField("a.example", Optional.of(8080)), HostField.parse("a.example.:8080"));
        assertEquals(new HostField("127.0.0.1", Optional.of(65_535)), HostField.parse("127.0.0.1:65535"));
        assertEquals(new HostField("::1", Optional.of(1)), HostField.parse("[0:0:0:0:0:0:0:1]:1"));
    }

    @Test
    void whatever_another_reader_could_take_for_another_host_is_refused() {
        for (String text : List.of(
                "",
                " ",
                "a b",
                "a, b",
                "a,b",
                "u@a",
                "a/b",
                "a\\b",
                "a?b",
                "a#b",
                "a:",
                "a:0",
                "a:65536",
                "a:-1",
                "a:+1",
                "a:1:2",
                "a:b",
                "a:99999999999",
                ".",
                "..",
                "a..b",
                ".a",
                "%61",
                "[",
                "[]",
                "[::1",
                "[::1]a",
                "[::g]",
                "[fe80::1%25eth0]",
                "[1.2.3.4]",
                "::1",
                "\u00e4",
                "a\u0000",
                "a".repeat(256))) {
            assertThrows(ProblemException.class, () -> HostField.parse(text), text);
        }
        assertThrows(ProblemException.class, () -> HostField.of(name -> List.of("a", "a")));
        assertEquals(Optional.empty(), HostField.of(name -> List.of()));
    }

    @Test
    void loopback_is_what_every_reader_takes_for_it() {
        for (String text : List.of(
                "localhost",
                "LOCALHOST:80",
                "localhost.",
                "a.localhost",
                "127.0.0.1",
                "127.255.0.9:1",
                "[::1]",
                "[::1]:9")) {
            assertTrue(HostField.parse(text).isAllowed(LISTED), text);
        }
        for (String text : List.of(
                "evil.example",
                "localhost.evil.example",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "127.1",
                "127.0.0.256",
                "0127.0.0.1",
                "127.0.0.01",
                "2130706433",
                "0.0.0.0",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[fe80::2]")) {
            assertFalse(HostField.parse(text).isAllowed(LISTED), text);
            assertTrue(HostField.parse(text).isAllowed(AllowedHosts.ANY), text);
        }
        assertTrue(HostField.parse("api.example.ORG:8080").isAllowed(LISTED));
        assertTrue(HostField.parse("[fe80::1]").isAllowed(LISTED));
    }
}
