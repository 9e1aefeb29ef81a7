/**
 * Portside in a Spring Boot application: the core as beans, its HTTP API on the application's server, its parts in the
 * application's health and meters, and its storage in the application's database and transactions.
 */
@NullMarked
package dev.portside.spring;

import org.jspecify.annotations.NullMarked;
