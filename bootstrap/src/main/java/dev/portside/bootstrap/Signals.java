package dev.portside.bootstrap;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the signal that ends the process. A shutdown hook would not do: the process would end with 143 instead of 0,
 * and a second signal would change nothing.
 */
final class Signals {

    /** What a shell reports for a process that SIGINT ended. */
    private static final int AT_ONCE = 130;

    private final CountDownLatch first = new CountDownLatch(1);
    private final Runnable onFirst;
    private volatile boolean received;

    private Signals(Runnable onFirst) {
        this.onFirst = onFirst;
    }

    /**
     * From now on the signals that end a process are noticed here: the first ends {@link #await}, the second the process.
     *
     * @param onFirst done at the first, on another thread, before {@link #await} returns
     */
    static Signals install(Runnable onFirst) {
        Signals signals = new Signals(onFirst);
        try {
            signals.handle("TERM");
            signals.handle("INT");
            signals.handle("HUP");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java has no sun.misc.Signal; use a JDK 25.", e);
        }
        return signals;
    }

    /** Returns whether the first signal has come. */
    boolean received() {
        return received;
    }

    /** Returns when the first signal has come. */
    void await() throws InterruptedException {
        first.await();
    }

    /** By name, because javac warns of {@code sun.misc.Signal} in a way that cannot be suppressed; every JDK exports it. */
    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Method handle = signal.getMethod("handle", signal, handler);
        Object receiver = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this::invoked);
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
    }

    @SuppressWarnings("ReferenceEquality") // is what equals means for a proxy
    private @Nullable Object invoked(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "toString" -> "Signals";
            default -> {
                signalled();
                yield null;
            }
        };
    }

    private synchronized void signalled() {
        if (received) {
            Runtime.getRuntime().halt(AT_ONCE);
        }
        received = true;
        // Before anyone goes on: an interrupt that came later would hit the orderly stop.
        onFirst.run();
        first.countDown();
    }
}
