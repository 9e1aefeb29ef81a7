package dev.portside.bench.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link Copying} in a process of its own, whose pauses are not those of the one that measures. */
final class CopyingProcess implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader says;

    private CopyingProcess(Process process) {
        this.process = process;
        this.says = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Returns when what it is to copy has been made up.
     *
     * @param environment what PostgreSQL's programs find the database by
     * @param perSecond rows
     */
    static CopyingProcess prepare(Map<String, String> environment, int rowsPerCommit, double perSecond, Duration time)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                CopyingProcess.class.getName(),
                Integer.toString(rowsPerCommit),
                Double.toString(perSecond),
                Long.toString(time.toSeconds())));
        builder.environment().putAll(environment);
        CopyingProcess copying = new CopyingProcess(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        if (!READY.equals(copying.says.readLine())) {
            copying.close();
            throw new IllegalStateException("The process that copies did not start; what it says stands above");
        }
        return copying;
    }

    void begin() throws IOException {
        OutputStream stdin = process.getOutputStream();
        stdin.write('\n');
        stdin.flush();
    }

    /** Waits for its end; how many rows a second it copied. */
    double rate() throws IOException {
        String line = says.readLine();
        if (line == null) {
            throw new IllegalStateException("The process that copies failed; what it says stands above");
        }
        return Double.parseDouble(line);
    }

    @Override
    public void close() {
        process.destroy();
    }

    /**
     * Makes rows up, says so, waits for the start signal, copies, and prints the rate.
     *
     * @param arguments rows of a commit, rows a second, seconds
     */
    public static void main(String[] arguments) throws IOException {
        int rowsPerCommit = Integer.parseInt(arguments[0]);
        double perSecond = Double.parseDouble(arguments[1]);
        int commits = (int) Math.ceil(perSecond / rowsPerCommit * Long.parseLong(arguments[2]));
        Map<String, String> is = System.getenv();
        Copying copying = new Copying(commits, rowsPerCommit);
        System.out.println(READY);
        var unused = System.in.read();
        double rate = copying.paced(
                () -> DriverManager.getConnection(
                        "jdbc:postgresql://%s:%s/%s"
                                .formatted(is.get("PGHOST"), is.get("PGPORT"), is.get("PGDATABASE")),
                        is.get("PGUSER"),
                        is.get("PGPASSWORD")),
                perSecond);
        System.out.println(rate);
    }
}
