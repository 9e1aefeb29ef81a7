/** Real services for tests, found or started by themselves, so that no test is ever skipped for want of one. */
@org.jspecify.annotations.NullMarked
package dev.portside.testkit.services;
