package dev.portside.testkit.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.CoalescingUserStore;
import dev.portside.application.user.UserStore;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescingUserStoreTest implements UserStoreContract {

    @Override
    public UserStore emptyStore() {
        return new CoalescingUserStore(new InMemoryUserStore());
    }

    @Test
    void every_method_of_the_port_is_decorated() {
        List<String> left = Arrays.stream(UserStore.class.getMethods())
                .filter(method -> Arrays.stream(CoalescingUserStore.class.getDeclaredMethods())
                        .noneMatch(own -> isSame(own, method)))
                .map(Method::toString)
                .toList();

        assertEquals(List.of(), left);
    }

    private static boolean isSame(Method own, Method method) {
        return own.getName().equals(method.getName())
                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes());
    }
}
