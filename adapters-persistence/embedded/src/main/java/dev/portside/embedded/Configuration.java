package dev.portside.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server's configuration, written anew at each start so that a newer Portside's is in force. */
final class Configuration {

    private Configuration() {}

    static void write(Path cluster, int port) throws IOException {
        Files.writeString(cluster.resolve("postgresql.conf"), SETTINGS + "port = " + port + "\n");
        Files.writeString(cluster.resolve("pg_hba.conf"), ACCESS);
    }

    private static final String ACCESS = """
            # Written by Portside at each start.
            host portside portside 127.0.0.1/32 scram-sha-256
            """;

    private static final String SETTINGS = """
            # Written by Portside at each start; put your own settings into postgresql.auto.conf.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'

            # The default pool of 50, as much again for tools, and what PostgreSQL reserves.
            max_connections = 110

            # What is committed is on the disk.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            # A small machine, shared with the program itself.
            shared_buffers = '64MB'
            effective_cache_size = '512MB'
            work_mem = '4MB'
            maintenance_work_mem = '64MB'
            max_wal_size = '512MB'
            random_page_cost = 1.1

            # No replicas and no archive: fewer processes, less to write.
            wal_level = 'minimal'
            max_wal_senders = 0
            max_parallel_workers_per_gather = 0
            jit = off

            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            log_line_prefix = '%m [%p] '
            """;
}
