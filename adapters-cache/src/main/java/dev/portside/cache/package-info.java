/** Users, and what was made of their avatars, kept near the requests: in the process with Caffeine, and shared between nodes with Redis through Redisson. */
@org.jspecify.annotations.NullMarked
package dev.portside.cache;
