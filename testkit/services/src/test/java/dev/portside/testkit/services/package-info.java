@org.jspecify.annotations.NullMarked
package dev.portside.testkit.services;
