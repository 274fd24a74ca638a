package tallystick.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tallystick.app.cli.Tallystick;

/** {@code tallystick witness} in a process of its own. */
public final class WitnessProcess implements AutoCloseable {

    private final Process process;
    private final String key;
    private final String url;

    private WitnessProcess(Process process, String key, String url) {
        this.process = process;
        this.key = key;
        this.url = url;
    }

    /** Starts one, new or again, and waits until it says where it is. */
    public static WitnessProcess start(Path data, String name, int port, String logKey)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx64m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Tallystick.class.getName(),
                                        "witness",
                                        "--data",
                                        data.toString(),
                                        "--port",
                                        Integer.toString(port),
                                        "--name",
                                        name,
                                        "--log",
                                        logKey))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String key = "";
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith("Key ")) {
                key = line.substring("Key ".length());
            } else if (line.startsWith("Witness ")) {
                return new WitnessProcess(process, key, line.substring("Witness ".length()));
            }
        }
        throw new IllegalStateException("no witness: " + all);
    }

    /** Its verifier key. */
    public String key() {
        return key;
    }

    /** A line of a policy file. */
    public String line() {
        return url + " " + key;
    }

    /** Where it listens. */
    public int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
