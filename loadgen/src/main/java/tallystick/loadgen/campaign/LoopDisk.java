package tallystick.loadgen.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small file system of a campaign's own, mounted until it is closed; only root can have one. */
final class LoopDisk implements AutoCloseable {

    /** The journal of the file system itself is written when somebody forces, not by a timer. */
    private static final String NO_TIMER = "commit=600";

    private static final int DEVICE_TRIES = 3;
    private static final int NBD_TRIES = 600;
    private static final long NBD_WAIT_MILLIS = 50;

    private final Path point;
    private final Path image;
    private final Deque<List<String>> undo = new ArrayDeque<>();
    private final Thread atShutdown = new Thread(this::unmount, "loop-disk");
    private @Nullable Process nbd;

    private LoopDisk(Path work, String name) throws IOException {
        // An interrupted campaign leaves nothing mounted.
        Runtime.getRuntime().addShutdownHook(atShutdown);
        point = Files.createDirectories(work.resolve(name));
        image = work.resolve(name + ".img");
    }

    /** Why this machine cannot mount an image, null when it can. */
    static @Nullable String whyNoLoop() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "only root can mount a file system";
        }
        for (String program : List.of("mount", "losetup", "mkfs.ext4")) {
            if (!Shell.has(program)) {
                return program + " is missing";
            }
        }
        return Files.exists(Path.of("/dev/loop-control")) ? null : "there are no loop devices";
    }

    /** Why this machine cannot have a block device with filters, null when it can. */
    static @Nullable String whyNoBlockFilter() {
        String loop = whyNoLoop();
        if (loop != null) {
            return loop;
        }
        if (!Files.exists(Path.of("/dev/fuse"))) {
            return "there is no /dev/fuse";
        }
        if (!Shell.has("nbdkit")) {
            return "nbdkit is missing (Debian package nbdkit)";
        }
        return Shell.has("nbdfuse") ? null : "nbdfuse is missing (Debian package libnbd-bin)";
    }

    /** Memory, of that many MiB. */
    static LoopDisk ofMemory(Path work, int mib) throws IOException, InterruptedException {
        LoopDisk disk = new LoopDisk(work, "disk");
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "none", disk.name());
        disk.undo.push(List.of("umount", disk.name()));
        return disk;
    }

    /** A new ext4 in an image, whose device has no cache of its own. */
    static LoopDisk ofImage(Path work, int mib) throws IOException, InterruptedException {
        LoopDisk disk = new LoopDisk(work, "disk");
        disk.format(mib);
        disk.mount(disk.image);
        return disk;
    }

    /** The ext4 of an image that is there, its own journal replayed by mounting it. */
    static LoopDisk ofCopy(Path work, String name, Path image)
            throws IOException, InterruptedException {
        LoopDisk disk = new LoopDisk(work, name);
        disk.mount(image);
        return disk;
    }

    /**
     * A new ext4 on a device with a volatile write cache: what is written reaches the image when it
     * is flushed and not before, as in a disk that a power cut empties.
     */
    static LoopDisk withVolatileCache(Path work, int mib) throws IOException, InterruptedException {
        LoopDisk disk = new LoopDisk(work, "disk");
        disk.format(mib);
        disk.device(List.of("--filter=cache", "file", disk.image.toString(), "cache=writeback"));
        return disk;
    }

    /** A new ext4 on a device that answers EIO to writes and flushes while the file is there. */
    static LoopDisk withErrors(Path work, int mib, Path whileThere)
            throws IOException, InterruptedException {
        LoopDisk disk = new LoopDisk(work, "disk");
        disk.format(mib);
        disk.device(
                List.of(
                        "--filter=error",
                        "file",
                        disk.image.toString(),
                        "error=EIO",
                        "error-pwrite-rate=100%",
                        "error-zero-rate=100%",
                        "error-file=" + whileThere));
        return disk;
    }

    private String name() {
        return point.toString();
    }

    private void format(int mib) throws IOException, InterruptedException {
        Files.deleteIfExists(image);
        try (FileChannel channel =
                FileChannel.open(image, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(1), ((long) mib << 20) - 1);
        }
        Shell.run("mkfs.ext4", "-q", "-F", image.toString());
    }

    private void mount(Path what) throws IOException, InterruptedException {
        Shell.run("mount", "-o", "loop," + NO_TIMER, what.toString(), name());
        undo.push(List.of("umount", name()));
    }

    private void device(List<String> filter) throws IOException, InterruptedException {
        Path export = Files.createDirectories(Path.of(name() + ".nbd"));
        Path file = export.resolve("nbd");
        // Making the device is not what is tested: a machine that fails to, once, is asked again.
        for (int left = DEVICE_TRIES - 1; !serve(export, file, filter); left--) {
            if (left == 0) {
                throw new IOException("nbdfuse serves no device: " + Files.readString(nbdLog()));
            }
        }
        String loop = Shell.run("losetup", "-f", "--show", file.toString()).strip();
        undo.push(List.of("losetup", "-d", loop));
        Shell.run("mount", "-o", NO_TIMER, loop, name());
        undo.push(List.of("umount", name()));
    }

    /** Starts the device's server; false when it ended, or serves nothing in time. */
    private boolean serve(Path export, Path file, List<String> filter)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("nbdfuse", export.toString(), "["));
        command.addAll(List.of("nbdkit", "-f", "--exit-with-parent"));
        command.addAll(filter);
        command.add("]");
        Process started =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(nbdLog().toFile())
                        .start();
        for (int i = 0; i < NBD_TRIES && started.isAlive(); i++) {
            if (Files.exists(file)) {
                nbd = started;
                undo.push(List.of("umount", export.toString()));
                return true;
            }
            Thread.sleep(NBD_WAIT_MILLIS);
        }
        started.destroy();
        started.waitFor();
        return false;
    }

    private Path nbdLog() {
        return Path.of(name() + ".nbd.log");
    }

    Path path() {
        return point;
    }

    /** Copies what has reached the device, holes as holes. */
    Path copyImage(Path to) throws IOException, InterruptedException {
        Shell.run("cp", "--sparse=always", image.toString(), to.toString());
        return to;
    }

    /** Unmounts; what fails is tried lazily, as a broken device cannot be written back. */
    @Override
    public void close() {
        unmount();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException ending) {
            // The hook is what ends it.
        }
    }

    private synchronized void unmount() {
        try {
            while (!undo.isEmpty()) {
                undo(undo.pop());
            }
            if (nbd != null) {
                nbd.destroy();
                nbd.waitFor();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void undo(List<String> command) throws IOException, InterruptedException {
        try {
            Shell.run(command.toArray(String[]::new));
        } catch (IOException busy) {
            Thread.sleep(NBD_WAIT_MILLIS);
            if (!command.getFirst().equals("umount")) {
                return;
            }
            Shell.run("umount", "-l", command.getLast());
        }
    }
}
