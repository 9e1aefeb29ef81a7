package dev.portside.persistence.migration;

import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.testkit.services.TestPostgres;
import java.nio.file.Path;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/** Writes the classes that stand for the tables, from the migrations applied to a real PostgreSQL. */
final class SchemaGenerator {

    static final String PACKAGE = "dev.portside.persistence.schema";

    private SchemaGenerator() {}

    /** Writes them below this source folder; equal migrations give equal files. */
    static void generateInto(Path sources) throws Exception {
        TestPostgres.Database database = TestPostgres.createDatabase();
        PostgresSettings settings = PostgresSettings.of(
                database.jdbcUrl() + "?user=" + database.user() + "&password=" + database.password());
        new Migrations(OwnConnections.source(settings)).run();
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withUrl(database.jdbcUrl())
                        .withUser(database.user())
                        .withPassword(database.password()))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                .withIncludes(".*")
                                .withExcludes("portside_schema_history.*|events_(before_)?[0-9].*")
                                // Only pg_trgm has any, and nothing calls them by name.
                                .withIncludeRoutines(false))
                        .withGenerate(new Generate()
                                .withGeneratedAnnotation(false)
                                .withGlobalCatalogReferences(false)
                                .withGlobalSchemaReferences(false)
                                .withRecords(false)
                                .withJavadoc(false)
                                .withComments(false))
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(sources.toString()))));
    }
}
