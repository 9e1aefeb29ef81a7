@org.jspecify.annotations.NullMarked
package dev.portside.cache.redis;
