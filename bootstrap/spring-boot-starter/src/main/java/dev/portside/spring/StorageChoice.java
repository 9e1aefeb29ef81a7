package dev.portside.spring;

import dev.portside.application.storage.StorageAdapter;
import dev.portside.core.InvalidSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** Choice of a storage that the application brings; the core finds all others by name. */
final class StorageChoice {

    private static final String BEANS = "StorageAdapter beans";
    private static final String REMEDY = "set portside.storage to the name of that one, or make it @Primary";

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
     * @throws InvalidSettings when the choice does not exist, or is ambiguous
     */
    Optional<StorageAdapter> of(Map<String, String> values) {
        String name = values.get(CoreValues.STORAGE);
        if (name != null) {
            return name.equals(PortsideProperties.DATA_SOURCE) ? Optional.of(requiredDatabase(values)) : named(name);
        }
        Optional<StorageAdapter> bean = OneBean.of(beans, BEANS, REMEDY);
        return bean.isPresent() || values.containsKey(CoreValues.DATABASE_URL) ? bean : databaseIfThere();
    }

    private Optional<StorageAdapter> named(String name) {
        return OneBean.of(beans, adapter -> adapter.name().equals(name), BEANS, REMEDY);
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
                .orElseThrow(() -> new InvalidSettings(List.of(
                        "portside.storage is data-source, but there is no DataSource; set spring.datasource.url,"
                                + " or define one")));
    }
}
