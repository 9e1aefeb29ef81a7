package dev.portside.bootstrap;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for the signal that ends the process. A shutdown hook would not do: the process would end with 143 instead of 0,
 * and a second signal would change nothing.
 */
final class Signals {

    /** What a shell reports for a process that SIGINT ended. */
    private static final int AT_ONCE = 130;

    private final CountDownLatch first = new CountDownLatch(1);

    private Signals() {}

    /** From now on SIGTERM and SIGINT are noticed here: the first ends {@link #await}, the second the process. */
    static Signals install() {
        Signals signals = new Signals();
        try {
            signals.handle("TERM");
            signals.handle("INT");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java has no sun.misc.Signal; use a JDK 25.", e);
        }
        return signals;
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
        Object receiver = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this::received);
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
    }

    private Object received(Object proxy, Method method, Object[] arguments) {
        boolean signalled = method.getName().equals("handle");
        if (signalled && first.getCount() == 0) {
            Runtime.getRuntime().halt(AT_ONCE);
        }
        if (signalled) {
            first.countDown();
        }
        return this;
    }
}
