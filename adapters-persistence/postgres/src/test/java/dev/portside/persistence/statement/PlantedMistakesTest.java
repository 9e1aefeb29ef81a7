package dev.portside.persistence.statement;

import static dev.portside.persistence.schema.Tables.USERS;
import static org.jooq.impl.DSL.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import dev.portside.persistence.statement.Parameters.None;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A mistake in a statement, or in a call of one, does not compile. */
class PlantedMistakesTest {

    private static final String SOUND = """
        package planted;

        import static dev.portside.persistence.schema.Tables.USERS;
        import static org.jooq.impl.DSL.select;
        import static org.jooq.impl.DSL.update;

        import dev.portside.domain.user.*;
        import dev.portside.persistence.statement.*;
        import java.sql.Connection;
        import java.sql.SQLException;
        import java.time.Instant;

        final class Planted {
            record Renaming(UserId id, long revision, UserName name, EmailAddress email) {}

            static final Command<Renaming> RENAME = Command.of(p -> update(USERS)
                    .set(USERS.NAME, p.text(renaming -> renaming.name().value()))
                    .set(USERS.EMAIL, p.text(renaming -> renaming.email().value()))
                    .where(USERS.ID.eq(p.number(renaming -> renaming.id().value())))
                    .and(USERS.REVISION.eq(p.number(Renaming::revision))));

            record Named(UserId id, UserName name, Instant createdAt) {}

            static final class NamedColumns extends Columns<Named> {
                private final OfLong id = number(USERS.ID);
                private final Of<String> name = text(USERS.NAME);
                private final Of<Instant> createdAt = time(USERS.CREATED_AT);

                @Override
                public Named read(Row row) throws SQLException {
                    return new Named(new UserId(id.of(row)), new UserName(name.of(row)), createdAt.of(row));
                }
            }

            static final NamedColumns NAMED = new NamedColumns();

            static final Query<UserId, Named> BY_ID = Query.of(NAMED, p -> select(NAMED.fields())
                    .from(USERS)
                    .where(USERS.ID.eq(p.number(UserId::value))));

            static UserName rename(Connection connection, UserId id, long revision, UserName name, EmailAddress email)
                    throws SQLException {
                RENAME.write(connection, new Renaming(id, revision, name, email));
                return BY_ID.only(connection, id).name();
            }
        }
        """;

    private record Mistake(String what, String sound, String planted) {}

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake("name_and_address_are_swapped", "revision, name, email));", "revision, email, name));"),
            new Mistake("id_and_revision_are_swapped", "new Renaming(id, revision,", "new Renaming(revision, id,"),
            new Mistake(
                    "a_parameter_is_left_out",
                    "new Renaming(id, revision, name, email)",
                    "new Renaming(id, name, email)"),
            new Mistake(
                    "a_parameter_is_of_another_statement",
                    "BY_ID.only(connection, id)",
                    "BY_ID.only(connection, name)"),
            new Mistake(
                    "a_parameter_is_of_another_type_than_its_column",
                    "USERS.ID.eq(p.number(UserId::value))",
                    "USERS.NAME.eq(p.number(UserId::value))"),
            new Mistake(
                    "a_parameter_is_set_to_a_column_of_another_type",
                    ".set(USERS.EMAIL, p.text",
                    ".set(USERS.REVISION, p.text"),
            new Mistake("a_column_does_not_exist", "text(USERS.NAME)", "text(USERS.NICKNAME)"),
            new Mistake("a_column_is_read_as_another_type", "number(USERS.ID)", "number(USERS.NAME)"),
            new Mistake("a_time_is_read_as_text", "Of<Instant> createdAt = time(", "Of<String> createdAt = text("),
            new Mistake(
                    "columns_are_swapped_in_a_row",
                    "new UserId(id.of(row)), new UserName(name.of(row))",
                    "new UserId(name.of(row)), new UserName(id.of(row))"),
            new Mistake("a_row_is_read_by_position", "name.of(row)", "row.getString(2)"));

    @Test
    void sound_statements_compile() {
        assertEquals(List.of(), errors(SOUND));
    }

    @TestFactory
    Stream<DynamicTest> does_not_compile_when() {
        return MISTAKES.stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.what(), () -> {
                    assertTrue(SOUND.contains(mistake.sound()), "nothing to plant it in");
                    assertNotEquals(List.of(), errors(SOUND.replace(mistake.sound(), mistake.planted())));
                }));
    }

    @Test
    void a_query_that_selects_other_columns_than_are_read_is_refused_when_it_is_written() {
        Columns<Long> read = new Columns<>() {
            private final OfLong revision = number(USERS.REVISION);

            @Override
            public Long read(Row row) throws SQLException {
                return revision.of(row);
            }
        };

        assertThrows(
                IllegalArgumentException.class,
                () -> Query.<None, Long>of(read, p -> select(USERS.ID).from(USERS)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Query.<None, Long>of(
                        read, p -> select(USERS.REVISION, USERS.ID).from(USERS)));
    }

    private static List<String> errors(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///planted/Planted.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-Xlint:none", "--class-path", System.getProperty("java.class.path"));
        JavacTask task = (JavacTask) compiler.getTask(null, null, found, options, null, List.of(file));
        try {
            task.analyze();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }
}
