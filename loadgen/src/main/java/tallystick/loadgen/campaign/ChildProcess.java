package tallystick.loadgen.campaign;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The engine under test in another JVM, seen from outside: told, listened to, stopped, killed. */
final class ChildProcess implements AutoCloseable {

    private static final long READY_SECONDS = 120;
    private static final int LAST_LINES = 12;
    private static final long QUIET_NANOS = 20_000_000;

    private final Process process;
    private final Promises promises;
    private final InputStream output;
    private final Thread listener;
    private final Path errors;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> odd = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, String> figures = new TreeMap<>();
    private final AtomicLong lastAnswerNanos = new AtomicLong();
    private final AtomicLong lastDiskBusyNanos = new AtomicLong();
    private final AtomicLong lastReadNanos = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private volatile String readyDigest = "";
    private volatile long readyPosition = -1;
    private volatile String failure = "";
    private volatile long lastHeardNanos = System.nanoTime();

    /**
     * Starts a child.
     *
     * @param environment added to the parent's, for what is loaded before the C library
     * @param java options of the JVM besides the parent's own openings of modules
     */
    ChildProcess(
            ChildOptions options,
            Promises promises,
            Map<String, String> environment,
            List<String> java,
            Path work)
            throws IOException {
        this.promises = promises;
        errors = work.resolve("child.err");
        ProcessBuilder builder = new ProcessBuilder(command(options, java, ChildWarmUp.archive()));
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        process = builder.start();
        output = process.getInputStream();
        listener = Thread.ofPlatform().name("child-output").daemon().start(this::listen);
    }

    private static List<String> command(ChildOptions options, List<String> java, Path archive) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--") || argument.startsWith("-Dfile.encoding")) {
                command.add(argument);
            }
        }
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr"));
        if (isPackaged()) {
            command.add("-XX:+AutoCreateSharedArchive");
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(java);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()));
        command.addAll(options.words());
        return command;
    }

    /** The JVM makes no archive of classes in directories, and says so with its exit code. */
    private static boolean isPackaged() {
        CodeSource source = ChildMain.class.getProtectionDomain().getCodeSource();
        return source != null && source.getLocation().getPath().endsWith(".jar");
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("@")) {
                    heard(line.substring(1));
                }
            }
        } catch (IOException closed) {
            // Killed in the middle of a line.
        } catch (RuntimeException garbled) {
            odd.add("not understood: " + garbled);
        }
        ready.countDown();
    }

    private void heard(String line) {
        String[] words = line.split(" ", 5);
        long now = System.nanoTime();
        lastHeardNanos = now;
        switch (words[0]) {
            case "R" -> {
                readyPosition = Long.parseLong(words[1]);
                readyDigest = words[2];
                ready.countDown();
            }
            case "S" -> promises.sent(words[1], Long.parseLong(words[2]));
            case "A" -> {
                promises.acknowledged(
                        words[1], Long.parseLong(words[2]), Positions.parse(words[3]));
                answers.incrementAndGet();
                lastAnswerNanos.set(now);
            }
            case "V" -> {
                count("V", 1);
                lastReadNanos.set(now);
            }
            case "B" -> {
                count("B", 1);
                if (line.contains("disk")) {
                    lastDiskBusyNanos.set(now);
                }
            }
            case "F" -> failure = line.substring(2);
            case "X" -> odd.add(line.substring(2));
            case "M" -> figure(words[1], words[2]);
            case "D" -> duplicate(line.substring(2));
            default -> figure(words[0], line.substring(Math.min(line.length(), 2)));
        }
    }

    private void duplicate(String line) {
        int last = line.lastIndexOf(' ');
        count("D " + line.substring(0, last), Long.parseLong(line.substring(last + 1)));
    }

    private void count(String name, long more) {
        synchronized (counts) {
            counts.merge(name, more, Long::sum);
        }
    }

    private void figure(String name, String value) {
        synchronized (figures) {
            figures.put(name, value);
        }
    }

    /** How often a line came. */
    Map<String, Long> counts() {
        synchronized (counts) {
            return new TreeMap<>(counts);
        }
    }

    /** The last value of a figure, null when it was not told. */
    @Nullable String figure(String name) {
        synchronized (figures) {
            return figures.get(name);
        }
    }

    /** What must not have been. */
    List<String> odd() {
        return List.copyOf(odd);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long answers() {
        return answers.get();
    }

    long lastAnswerNanos() {
        return lastAnswerNanos.get();
    }

    long lastDiskBusyNanos() {
        return lastDiskBusyNanos.get();
    }

    long lastReadNanos() {
        return lastReadNanos.get();
    }

    /** Whether the engine said that it has stopped. */
    boolean failed() {
        return !failure.isEmpty();
    }

    long readyPosition() {
        return readyPosition;
    }

    String readyDigest() {
        return readyDigest;
    }

    /** Waits until the engine takes requests. */
    void awaitReady() throws IOException, InterruptedException {
        if (!ready.await(READY_SECONDS, TimeUnit.SECONDS) || readyDigest.isEmpty()) {
            throw new IOException("the child did not get ready: " + lastErrors());
        }
    }

    /** Whether the engine is recovered. */
    boolean isReady() {
        return !readyDigest.isEmpty();
    }

    /** How it came to its end, in words. */
    String ended() throws IOException {
        return "ended with exit code "
                + (process.isAlive() ? "none" : process.exitValue())
                + ": "
                + failure
                + lastErrors();
    }

    String lastErrors() throws IOException {
        if (!Files.exists(errors)) {
            return "";
        }
        List<String> lines = Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** SIGKILL; returns when everything it said is heard. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        listener.join();
    }

    /** SIGSTOP; returns when no thread of it runs and everything it said is heard. */
    void stop() throws IOException, InterruptedException {
        Shell.run("kill", "-STOP", String.valueOf(process.pid()));
        for (int i = 0; i < 200 && !isStopped(); i++) {
            Thread.sleep(1);
        }
        // What it wrote into the pipe before is heard until nothing has come for a while.
        while (System.nanoTime() - lastHeardNanos < QUIET_NANOS) {
            Thread.sleep(1);
        }
    }

    private boolean isStopped() throws IOException {
        File[] tasks = new File("/proc/" + process.pid() + "/task").listFiles();
        if (tasks == null) {
            return true;
        }
        for (File task : tasks) {
            String status = Files.readString(task.toPath().resolve("stat"));
            if (!status.substring(status.lastIndexOf(')') + 2).startsWith("T")) {
                return false;
            }
        }
        return true;
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        Shell.run("kill", "-CONT", String.valueOf(process.pid()));
    }

    /** Waits for its end; −1 when it is still there after the seconds. */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            return -1;
        }
        listener.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            listener.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
