package dev.portside.application.user;

/** Where users are kept. A read that begins after a write returned sees that write. */
public interface UserStore extends UserReader, UserWriter {}
