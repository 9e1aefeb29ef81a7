package com.acme.planted.domain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;

/** Planted: the domain knows a database, files, and a logger, which is in java.util but not in java.base. */
public final class Order {

    public String product(Connection[] connections) throws SQLException {
        return connections[0].getCatalog();
    }

    public String text(Path file) throws IOException {
        return Files.readString(file);
    }

    public void report(Logger logger) {
        logger.info("An order");
    }
}
