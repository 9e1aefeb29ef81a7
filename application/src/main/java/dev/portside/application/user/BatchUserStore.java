package dev.portside.application.user;

/** A store whose reads can be merged, as {@link dev.portside.application.user.CoalescingUserStore} does. */
public interface BatchUserStore extends UserStore, BatchUserReader {}
