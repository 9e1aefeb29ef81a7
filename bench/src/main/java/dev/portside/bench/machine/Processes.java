package dev.portside.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and memory of a process and its children, as Linux counts them; unknown on other systems. */
public final class Processes {

    private static final Path PROC = Path.of("/proc");

    /** What {@code sysconf(_SC_CLK_TCK)} says on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Of the fields behind the name, the first is the third of all (proc_pid_stat(5)). */
    private static final int FIRST_FIELD = 3;

    private static final int USER_TIME = 14;
    private static final int TIMES = 4;

    private Processes() {}

    /** Returns whether this system reports them. */
    public static boolean counted() {
        return Files.exists(PROC.resolve("self/stat"));
    }

    /** CPU time since its start, including that of processes which it started and which have ended; NaN if unknown. */
    public static double cpuSeconds(long pid) {
        return tree(pid).mapToDouble(Processes::ownCpuSeconds).sum();
    }

    /** Memory now, in bytes; NaN if unknown. */
    public static double residentBytes(long pid) {
        return tree(pid).mapToDouble(each -> status(each, "VmRSS")).sum();
    }

    /** The most memory that it had at any time, in bytes; NaN if unknown. */
    public static double peakBytes(long pid) {
        return tree(pid).mapToDouble(each -> status(each, "VmHWM")).sum();
    }

    /** The parent comes last: it takes over the time of a child that ends meanwhile. */
    private static Stream<Long> tree(long pid) {
        return Stream.concat(
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid),
                Stream.of(pid));
    }

    private static double ownCpuSeconds(long pid) {
        try {
            return cpuTicks(Files.readString(PROC.resolve(pid + "/stat"))) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return counted() ? 0 : Double.NaN;
        }
    }

    /** Own and ended children's, user and system. A name may contain blanks and parentheses. */
    static long cpuTicks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 0; i < TIMES; i++) {
            ticks += Long.parseLong(fields[USER_TIME - FIRST_FIELD + i]);
        }
        return ticks;
    }

    private static double status(long pid, String field) {
        try {
            return kibibytes(Files.readAllLines(PROC.resolve(pid + "/status")), field) * 1024;
        } catch (IOException e) {
            return counted() ? 0 : Double.NaN;
        }
    }

    static double kibibytes(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
