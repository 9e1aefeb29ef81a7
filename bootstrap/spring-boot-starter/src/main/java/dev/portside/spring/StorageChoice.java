package dev.portside.spring;

import dev.portside.application.storage.StorageAdapter;
import dev.portside.core.InvalidSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** Where everything is kept, as far as it is something of the application's; the core finds all else by its name. */
final class StorageChoice {

    private final ObjectProvider<StorageAdapter> beans;
    private final ObjectProvider<HostDatabase> database;

    StorageChoice(ObjectProvider<StorageAdapter> beans, ObjectProvider<HostDatabase> database) {
        this.beans = beans;
        this.database = database;
    }

    /**
     * A bean goes first, then an address, then the application's database: an application that has put Portside's PostgreSQL on its
     * class path and has a database does not mean to lose what it keeps.
     *
     * @throws InvalidSettings when it is to be something that is not there
     */
    Optional<StorageAdapter> of(Map<String, String> values) {
        Optional<StorageAdapter> bean = Optional.ofNullable(beans.getIfUnique());
        String name = values.get(CoreValues.STORAGE);
        if (name == null) {
            return bean.isPresent() || values.containsKey(CoreValues.DATABASE_URL) ? bean : databaseIfThere();
        }
        return name.equals(PortsideProperties.DATA_SOURCE)
                ? Optional.of(requiredDatabase(values))
                : bean.filter(adapter -> adapter.name().equals(name));
    }

    private Optional<StorageAdapter> databaseIfThere() {
        return Optional.ofNullable(database.getIfAvailable()).flatMap(HostDatabase::storage);
    }

    private StorageAdapter requiredDatabase(Map<String, String> values) {
        if (values.containsKey(CoreValues.DATABASE_URL)) {
            throw new InvalidSettings(
                    List.of("portside.storage is data-source, but portside.database-url is set; take one of them out"));
        }
        HostDatabase there = database.getIfAvailable();
        if (there == null) {
            throw new InvalidSettings(
                    List.of("portside.storage is data-source, but Portside's PostgreSQL or Spring's JDBC is not on the"
                            + " class path; add dev.portside:portside-persistence-postgres and"
                            + " spring-boot-starter-jdbc"));
        }
        return there.storage()
                .orElseThrow(() -> new InvalidSettings(
                        List.of("portside.storage is data-source, but there is not exactly one DataSource; set"
                                + " spring.datasource.url, or mark the one that is meant with @ForPortside")));
    }
}
