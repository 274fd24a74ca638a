package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of the machine. */
final class Shell {

    private static final long SECONDS = 60;

    private Shell() {}

    /**
     * Runs a program to its end.
     *
     * @return what it said
     * @throws IOException it could not be started, or its exit code is not 0
     */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }

    /** Whether a program is on the path. */
    static boolean has(String program) {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path + ":/usr/sbin:/sbin").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** A shared library of that name, null when there is none. */
    static @Nullable Path library(String name) {
        for (String directory :
                new String[] {
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/lib",
                    "/usr/lib64",
                    "/usr/local/lib"
                }) {
            Path found = Path.of(directory, name);
            if (Files.isReadable(found)) {
                return found;
            }
        }
        return null;
    }
}
