/** Users, and what was made of their avatars, kept in the process with Caffeine, over what nodes share where they do. */
@org.jspecify.annotations.NullMarked
package dev.portside.cache;
