/** SQL statements and how they run over JDBC: values in, rows out, errors as faults. */
@NullMarked
package dev.portside.persistence.statement;

import org.jspecify.annotations.NullMarked;
