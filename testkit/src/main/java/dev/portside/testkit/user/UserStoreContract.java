package dev.portside.testkit.user;

import dev.portside.application.user.UserStore;

/**
 * Contract of {@link UserStore}. Implement it in a test class of your adapter, give it an empty store for
 * each test, and every promise is checked:
 *
 * <pre>{@code
 * class MyUserStoreTest implements UserStoreContract {
 *     public UserStore emptyStore() { return new MyUserStore(freshDatabase()); }
 * }
 * }</pre>
 */
public interface UserStoreContract extends UserRegistrationContract, UserChangeContract, UserListContract {}
