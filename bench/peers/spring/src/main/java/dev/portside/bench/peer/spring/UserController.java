package dev.portside.bench.peer.spring;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The four routes. */
@RestController
@RequestMapping("/api/v1/users")
public class UserController {

    /** Body of a registration. */
    public record NewUser(String name, String email) {}

    private static final int MAX_LIMIT = 100;

    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    @GetMapping
    public List<User> list(@RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) String after) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be 1 to 100");
        }
        return after == null ? users.newest(limit) : after(after, limit);
    }

    /** A cursor is microseconds since 1970 and an id with {@code _} between. */
    private List<User> after(String cursor, int limit) {
        int split = cursor.indexOf('_');
        if (split < 0) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "after must be a cursor");
        }
        try {
            Instant at = Instant.EPOCH.plus(Long.parseLong(cursor.substring(0, split)), ChronoUnit.MICROS);
            return users.after(at, Long.parseLong(cursor.substring(split + 1)), limit);
        } catch (NumberFormatException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "after must be a cursor", e);
        }
    }

    @GetMapping("/{id}")
    public ResponseEntity<User> byId(@PathVariable long id) {
        return ResponseEntity.of(users.byId(id));
    }

    @PostMapping
    public ResponseEntity<User> register(@RequestBody NewUser newcomer) {
        if (newcomer.name() == null
                || newcomer.name().isEmpty()
                || newcomer.email() == null
                || newcomer.email().indexOf('@') < 0) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "name and email must be given");
        }
        return users.register(newcomer.name(), newcomer.email())
                .map(user -> ResponseEntity.created(URI.create("/api/v1/users/" + user.id()))
                        .body(user))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT, "the email is taken"));
    }
}
