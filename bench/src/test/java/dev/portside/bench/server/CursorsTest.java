package dev.portside.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorsTest {

    @Test
    void the_next_page_is_where_the_link_says() {
        String link = "</api/v1/users?limit=20&after=AAZ-_g>; rel=\"next\", </api/v1/users?limit=20>; rel=\"first\"";
        assertEquals(Optional.of("/api/v1/users?limit=20&after=AAZ-_g"), Cursors.next(link));
        assertEquals(Optional.empty(), Cursors.next("</api/v1/users?limit=20>; rel=\"first\""));
    }

    @Test
    void peers_take_time_and_id() {
        assertEquals(
                List.of("/api/v1/users?limit=20&after=1700000000123456_42"),
                Cursors.ofPeers(List.of("1700000000123456_42")));
    }
}
