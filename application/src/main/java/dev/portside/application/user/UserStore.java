package dev.portside.application.user;

/**
 * Store of users. A read that begins after a write through the same store returned sees that write; a write through
 * another store over the same users is seen within the bound on staleness that an implementation may state.
 */
public interface UserStore extends UserReader, UserWriter {}
