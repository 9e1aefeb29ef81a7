package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.PercentEncoding;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.filter.Compression;
import dev.portside.http.route.ETags;
import dev.portside.http.route.MediaTypes;
import dev.portside.http.route.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz tests of the hand-written request readers: any input is understood or refused, and what is understood is what it was
 * taken for. Here they read the seeds; {@code CONTRIBUTING.md} says how to have a fuzzer look for more.
 */
class RequestReadersFuzzTest {

    static Stream<Arguments> seeds() {
        return Stream.of(
                        "",
                        "*",
                        "/",
                        "/a/%2e%2e/b",
                        "/%c3%a4",
                        "/%c1%a8",
                        "//a",
                        "http://localhost/a",
                        "localhost:80",
                        "[::1]:1",
                        "127.0.0.1",
                        "a%20b",
                        "%",
                        "%f",
                        "%zz",
                        "a=b&a=c",
                        "limit=1&&=&x",
                        "+",
                        "\u00e4",
                        "\ud800",
                        "W/\"a\"",
                        "\"a\", \"b\"",
                        "\"",
                        "W/",
                        "*, \"a\"",
                        "text/html;q=0.5, */*;q=0",
                        "application/json; charset=\"utf-8\"",
                        "a;b=\"c;d\\\"\";charset=x",
                        "gzip;q=1.000, identity;q=0",
                        "q=NaN",
                        ";;;=",
                        "\u0000",
                        "a\r\nb",
                        "x".repeat(10_000))
                .map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void a_host_is_read_in_one_way(@NotNull String text) {
        understood(HostField::parse, text).ifPresent(host -> {
            assertEquals(host.name(), host.name().toLowerCase(Locale.ROOT));
            assertTrue(host.name().chars().noneMatch(c -> c <= ' ' || c > '~' || "/\\?#@,[]%".indexOf(c) >= 0));
            assertTrue(host.port().orElse(1) > 0);
        });
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void a_target_that_passes_has_no_detours(@NotNull String text) {
        Request request = new Request("GET", "", text, "", name -> List.of(), Body.NONE);
        understood(any -> Target.of(request, Optional.empty()), text).ifPresent(target -> {
            String lower = target.path().toLowerCase(Locale.ROOT);
            assertTrue(lower.startsWith("/"));
            assertFalse(
                    lower.contains("//") || lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00"));
            for (String segment : lower.replace("%2e", ".").split("/", -1)) {
                assertFalse(segment.equals(".") || segment.equals(".."), lower);
            }
        });
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void a_query_has_the_parameters_that_it_may_have(@NotNull String text) {
        understood(query -> Query.parse(query, Optional.empty()), text);
        understood(query -> Query.parse(query, Optional.of(Set.of("limit"))), text)
                .ifPresent(query -> query.text("limit"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void what_is_encoded_is_decoded_to_what_it_was(@NotNull String text) {
        understood(encoded -> PercentEncoding.decode(encoded, "path"), text);
        boolean whole = text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        if (whole) {
            assertEquals(text, PercentEncoding.decode(PercentEncoding.encode(text), "path"));
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void entity_tags_are_a_list_or_refused(@NotNull String text) {
        Headers headers = name -> List.of(text);
        understood(any -> ETags.condition("If-Match", headers), text).ifPresent(tags -> {
            assertFalse(tags.isEmpty());
            assertTrue(tags.stream().allMatch(tag -> tag.equals("*") || tag.endsWith("\"")));
        });
        understood(any -> ETags.clientHas("\"a\"", headers), text);
        understood(any -> ETags.clientRefuses("\"a\"", headers), text);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void types_and_weights_are_read_or_refused(@NotNull String text) {
        Request request = new Request("POST", "", "/", "", name -> List.of(text), Body.NONE);
        double weight = MediaTypes.quality(text);
        assertTrue(weight >= 0 && weight <= 1);
        understood(
                any -> {
                    MediaTypes.requireContent(request, Set.of("application/json"));
                    MediaTypes.requireAcceptable(request.headers(), "application/json");
                    return true;
                },
                text);
        Response large = Response.of(200, "application/json", new byte[2_000]).with("Vary", "Accept-Encoding");
        assertEquals(200, Compression.apply(request, large).status());
    }

    /** A refusal is an answer; anything else that is thrown is a finding. */
    private static <T> Optional<T> understood(Function<String, T> reader, String text) {
        try {
            return Optional.of(reader.apply(text));
        } catch (ProblemException e) {
            assertTrue(e.problem().status() >= 400 && e.problem().status() < 500);
            return Optional.empty();
        }
    }
}
