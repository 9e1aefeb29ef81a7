package dev.portside.http.json;

import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON strictly, within limits (RFC 8259), and writes it. Safe for use by many threads. */
public final class Json {

    private static final JsonFactory WRITER = new JsonFactory();

    private static final JsonFactory STREAM_WRITER = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    /** No value that the API takes has more digits. */
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final int MAX_NAME_LENGTH = 1_000;

    /** Of one answer. */
    public static final int MAX_WRITTEN = 16 * 1024 * 1024;

    private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    private final int maxDepth;
    private final int maxString;
    private final JsonFactory tokens;
    private volatile @Nullable JsonMapper reader;

    public Json(int maxDepth, int maxString) {
        this.maxDepth = maxDepth;
        this.maxString = maxString;
        // Of a number only its text is taken, so it may be as long as a text: the caller says what is too long. It
        // finds repeated members, too, so that one event of many can be refused alone.
        this.tokens = factory(maxString).build();
    }

    /** Made when the first body comes: it is six hundred classes, and a server that is only read needs none of them. */
    private JsonMapper reader() {
        JsonMapper ready = reader;
        if (ready == null) {
            ready = createReader();
            reader = ready;
        }
        return ready;
    }

    private JsonMapper createReader() {
        // Two members of one name mean different things to different readers (RFC 8259 §4).
        return JsonMapper.builder(factory(MAX_NUMBER_LENGTH)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private JsonFactoryBuilder factory(int maxNumber) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(maxString)
                .maxNumberLength(maxNumber)
                .maxNameLength(MAX_NAME_LENGTH)
                .build();
        return JsonFactory.builder().streamReadConstraints(limits);
    }

    /**
     * Reads one JSON text in UTF-8.
     *
     * @throws ProblemException with 400 that says where the text is wrong
     */
    public JsonNode read(ByteBuffer bytes) {
        return within(bytes, MAX_NUMBER_LENGTH, text -> {
            JsonNode node = reader().readTree(text);
            if (node.isMissingNode()) {
                throw empty();
            }
            return node;
        });
    }

    /**
     * Reads one JSON text in UTF-8 token by token, for what is too much for a tree.
     *
     * @param reading gets the parser at its first token, and leaves it at the last token of the value
     * @throws ProblemException with 400 that says where the text is wrong
     */
    public <T> T stream(ByteBuffer bytes, Function<JsonParser, T> reading) {
        return within(bytes, maxString, text -> {
            try (JsonParser parser = tokens.createParser(ObjectReadContext.empty(), text)) {
                if (parser.nextToken() == null) {
                    throw empty();
                }
                T result = reading.apply(parser);
                if (parser.nextToken() != null) {
                    throw malformed("the body has something behind its JSON").exception();
                }
                return result;
            }
        });
    }

    private static ProblemException empty() {
        return malformed("the body is empty, but must be JSON").exception();
    }

    private <T> T within(ByteBuffer bytes, int maxNumber, Function<String, T> reading) {
        try {
            // Decoded first, and not by the parser: it would take UTF-16 and UTF-32 too, and replace some bad bytes.
            return reading.apply(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString());
        } catch (CharacterCodingException e) {
            throw malformed("the body is not valid UTF-8").exception();
        } catch (StreamConstraintsException e) {
            throw malformed("the JSON is nested more than " + maxDepth + " deep, or has a string of more than "
                            + maxString
                            + " characters, a longer name than " + MAX_NAME_LENGTH + " or a longer number than "
                            + maxNumber)
                    .exception();
        } catch (JacksonException e) {
            throw twice(e).orElseGet(() -> malformed("the body is not valid JSON" + place(e)))
                    .exception();
        }
    }

    /** Output within a limit: no answer may be as large as the stored data. */
    private static final class Written extends ByteArrayOutputStream {

        Written() {
            super(512);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (count + (long) length > MAX_WRITTEN) {
                throw Problem.of(
                                400,
                                "answer_too_large",
                                "the answer would have more than " + MAX_WRITTEN / (1024 * 1024)
                                        + " MiB; ask for a shorter time, longer intervals, or a lower limit")
                        .exception();
            }
            super.write(bytes, offset, length);
        }
    }

    /**
     * The bytes of the JSON that is written.
     *
     * @throws ProblemException with 400 when they would be more than {@value #MAX_WRITTEN}
     */
    public static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new Written();
        try (JsonGenerator json = WRITER.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.toByteArray();
    }

    /** Writes JSON that is too large to be in memory as a whole; what it is written to stays open. */
    public static void write(OutputStream out, Consumer<JsonGenerator> content) throws IOException {
        try (JsonGenerator json = STREAM_WRITER.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), out)) {
            content.accept(json);
        } catch (JacksonIOException e) {
            // The client is gone, which is no fault here.
            throw e.getCause();
        }
    }

    private static Problem malformed(String detail) {
        return Problem.of(400, "malformed_json", detail);
    }

    /** Finds a duplicate member by the message: Jackson has no exception type for it, but always uses these words. */
    private static Optional<Problem> twice(JacksonException e) {
        Matcher twice = TWICE.matcher(Objects.requireNonNullElse(e.getOriginalMessage(), ""));
        return twice.find()
                ? Optional.of(Problem.invalid(JsonFields.shown(twice.group(1)), JsonFields.TWICE))
                : Optional.empty();
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
