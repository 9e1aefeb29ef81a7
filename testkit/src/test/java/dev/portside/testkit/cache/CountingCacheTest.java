package dev.portside.testkit.cache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.cache.CacheLayer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A cache that is right passes the contract, and each of those that are not fails it. */
class CountingCacheTest implements CacheLayerContract {

    @Override
    public CacheLayer openCache() {
        return new CountingCache(Optional.empty());
    }

    @TestFactory
    Stream<DynamicTest> each_fault_fails_the_contract() {
        return Stream.of(CountingCache.Fault.values())
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> {
                    List<String> failed = failures(() -> new CountingCache(Optional.of(fault)));
                    assertFalse(failed.isEmpty(), "no test has found it");
                }));
    }

    @Test
    void what_finds_them_finds_none_in_one_that_is_right() throws Exception {
        assertTrue(failures(this).isEmpty());
    }

    private static List<String> failures(CacheLayerContract contract) throws IllegalAccessException {
        List<String> failed = new ArrayList<>();
        for (Method test : CacheLayerContract.class.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                try {
                    test.invoke(contract);
                } catch (InvocationTargetException e) {
                    failed.add(test.getName());
                }
            }
        }
        assertTrue(failed.size() < 9, "all tests fail, so something else is wrong");
        return failed;
    }
}
