@org.jspecify.annotations.NullMarked
package dev.portside.testkit.cache;
