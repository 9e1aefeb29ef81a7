package dev.portside.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Part of the module {@code java.base} for computing: all that it exports, but for files, sockets and processes. */
final class JavaBase {

    private static final Set<String> REACHING_OUT = Set.of(
            "java.net",
            "java.net.spi",
            "java.nio.channels",
            "java.nio.channels.spi",
            "java.nio.file",
            "java.nio.file.attribute",
            "java.nio.file.spi",
            "javax.net",
            "javax.net.ssl",
            "java.io.Console",
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime");

    /** In one of those packages, but only values. */
    private static final Set<String> VALUES = Set.of("java.net.URI", "java.net.URISyntaxException");

    /** Asked for and not listed, because {@code java.util} is in here and {@code java.util.logging} is not. */
    private static final Set<String> PACKAGES = packages();

    private static Set<String> packages() {
        Set<String> packages = Object.class.getModule().getDescriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toCollection(HashSet::new));
        packages.removeAll(REACHING_OUT);
        return Set.copyOf(packages);
    }

    private JavaBase() {}

    static boolean computes(JavaClass type) {
        return VALUES.contains(type.getName())
                || (PACKAGES.contains(type.getPackageName()) && !REACHING_OUT.contains(type.getName()));
    }
}
