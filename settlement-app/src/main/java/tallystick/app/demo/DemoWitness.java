package tallystick.app.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code tallystick witness} in a process of its own, which ends with this one: its standard input
 * is a pipe that the operating system closes however this process ends.
 */
final class DemoWitness implements AutoCloseable {

    private static final String MAIN = "tallystick.app.cli.Tallystick";
    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final Path said;

    private DemoWitness(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /**
     * Starts it; {@link #awaitReady} waits until it listens.
     *
     * @param directory of the witness, which must be there; what it says goes to a file in it
     * @param port where it listens on loopback
     * @param logKey verifier key of the log
     */
    static DemoWitness start(Path directory, String name, int port, String logKey)
            throws IOException {
        List<String> command = java();
        command.addAll(
                List.of(
                        "witness",
                        "--data",
                        directory.toString(),
                        "--port",
                        Integer.toString(port),
                        "--name",
                        name,
                        "--log",
                        logKey,
                        "--until-input-ends"));
        Path said = directory.resolve("witness.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        return new DemoWitness(process, said);
    }

    /** This program again: from its jar as {@code ./tallystick} does, or from a class path. */
    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--") || argument.startsWith("-Dfile.encoding")) {
                command.add(argument);
            }
        }
        command.addAll(
                List.of(
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData"));
        String classPath = System.getProperty("java.class.path");
        boolean isPackaged =
                classPath.endsWith(".jar") && !classPath.contains(java.io.File.pathSeparator);
        command.addAll(isPackaged ? List.of("-jar", classPath) : List.of("-cp", classPath, MAIN));
        return command;
    }

    /**
     * Waits until it listens.
     *
     * @throws IOException when it ended instead, with what it said
     */
    void awaitReady(long timeoutMillis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (true) {
            String text = Files.readString(said);
            if (text.contains("Witness http")) {
                return;
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("a witness did not start: " + text.strip());
            }
            Thread.sleep(10);
        }
    }

    /** Its process. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException broken) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
