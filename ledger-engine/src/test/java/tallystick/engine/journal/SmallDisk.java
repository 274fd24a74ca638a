package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few MiB, mounted for the length of a test; only root can have one. */
final class SmallDisk implements AutoCloseable {

    private final Path point;

    private SmallDisk(Path point) {
        this.point = point;
    }

    static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a disk");
    }

    static SmallDisk inMemory(Path point, int mib) throws IOException {
        Files.createDirectory(point);
        run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "none", point.toString());
        return new SmallDisk(point);
    }

    /** Makes a file system in a file. */
    static void format(Path image, int mib) throws IOException {
        Files.write(image, new byte[mib << 20]);
        run("mkfs.ext4", "-q", "-F", image.toString());
    }

    static SmallDisk ofImage(Path image, Path point) throws IOException {
        Files.createDirectory(point);
        run("mount", "-o", "loop", image.toString(), point.toString());
        return new SmallDisk(point);
    }

    Path path() {
        return point;
    }

    @Override
    public void close() throws IOException {
        run("umount", point.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
