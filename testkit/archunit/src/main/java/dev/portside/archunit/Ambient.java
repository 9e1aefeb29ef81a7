package dev.portside.archunit;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.time.Clock;
import java.util.Set;

/**
 * Sources that answer differently tomorrow or on another machine: the clock, chance, the environment. {@link System#nanoTime} is
 * not among it: it measures how long something takes and does not show when it is.
 */
final class Ambient {

    private static final Set<String> WITH_ANY_ARGUMENTS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.time.Clock.system",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.systemUTC",
            "java.time.Clock.tickMillis",
            "java.time.Clock.tickMinutes",
            "java.time.Clock.tickSeconds",
            "java.time.InstantSource.system",
            "java.util.Calendar.getInstance",
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.security.SecureRandom.<init>",
            "java.security.SecureRandom.getInstance",
            "java.security.SecureRandom.getInstanceStrong",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault",
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.lang.System.console",
            "java.lang.System.getenv",
            "java.lang.System.getProperties",
            "java.lang.System.getProperty",
            "java.lang.System.lineSeparator",
            "java.net.InetAddress.getLocalHost",
            "java.nio.charset.Charset.defaultCharset",
            "java.time.ZoneId.systemDefault",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault");

    /** With an argument it is given what it would else fetch: a seed, a time. */
    private static final Set<String> WITHOUT_ARGUMENTS = Set.of(
            "java.util.Date.<init>",
            "java.util.GregorianCalendar.<init>",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>");

    private Ambient() {}

    /** Calls, and references to methods, which are calls that somebody else makes. */
    static boolean isReadBy(JavaCodeUnitAccess<?> access) {
        CodeUnitAccessTarget target = access.getTarget();
        String name = target.getOwner().getName() + "." + target.getName();
        return WITH_ANY_ARGUMENTS.contains(name)
                || (WITHOUT_ARGUMENTS.contains(name)
                        && target.getRawParameterTypes().isEmpty())
                || isNow(target)
                || isShuffleByItself(name, target);
    }

    /** With a clock it is repeatable, with a time zone it is not. */
    private static boolean isNow(CodeUnitAccessTarget target) {
        return target.getName().equals("now")
                && (target.getOwner().getPackageName() + ".").startsWith("java.time.")
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    private static boolean isShuffleByItself(String name, CodeUnitAccessTarget target) {
        return name.equals("java.util.Collections.shuffle")
                && target.getRawParameterTypes().size() == 1;
    }
}
