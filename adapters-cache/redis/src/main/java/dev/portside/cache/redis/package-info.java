/** What nodes have read, shared between them in Redis through Redisson, below what each keeps for itself. */
@org.jspecify.annotations.NullMarked
package dev.portside.cache.redis;
