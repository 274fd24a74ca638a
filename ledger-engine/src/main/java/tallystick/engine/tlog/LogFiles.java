package tallystick.engine.tlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.Tile;

/** Where the static files of a log are, and their bytes as they are: nothing is verified here. */
public final class LogFiles {

    private final Path directory;

    /**
     * @param directory the log's
     */
    public LogFiles(Path directory) {
        this.directory = directory;
    }

    Path checkpoint() {
        return directory.resolve("checkpoint");
    }

    /** The last checkpoint that a quorum of witnesses cosigned. */
    Path witnessed() {
        return directory.resolve("witnessed");
    }

    Path of(Tile tile) {
        return directory.resolve(tile.path());
    }

    /** The published checkpoint's bytes, null when there is none. */
    public byte @Nullable [] readCheckpoint() throws IOException {
        return AtomicFiles.read(checkpoint());
    }

    /**
     * A tile's bytes; where a partial one is no longer there, those of the full one, cut.
     *
     * @return null when neither is there
     */
    public byte @Nullable [] read(Tile tile) throws IOException {
        byte[] bytes = AtomicFiles.read(of(tile));
        if (bytes != null || tile.isFull()) {
            return bytes;
        }
        byte[] full = AtomicFiles.read(of(tile.full()));
        return full == null ? null : cut(tile, full);
    }

    private static byte[] cut(Tile tile, byte[] full) {
        if (tile.kind() == Tile.Kind.HASHES) {
            return java.util.Arrays.copyOf(full, Math.min(full.length, 32 * tile.width()));
        }
        int[] end = new int[1];
        EntryBundle.walk(
                tile.full(),
                full,
                (i, bytes, offset, length) -> {
                    if (i == tile.width() - 1) {
                        end[0] = offset + length;
                    }
                });
        return java.util.Arrays.copyOf(full, end[0]);
    }

    /**
     * As {@link #read}.
     *
     * @throws ProofFormatException when it is not there
     */
    public byte[] require(Tile tile) {
        try {
            byte[] bytes = read(tile);
            if (bytes == null) {
                throw new ProofFormatException(tile.path() + " is missing");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + tile.path(), unreadable);
        }
    }

    /**
     * The bundle of a number, in whichever form it is there.
     *
     * @param size of the tree
     * @throws ProofFormatException when it is missing
     */
    public Tile entriesTile(long index, long size) {
        Tile plain = Tile.entries(Tile.Kind.ENTRIES, index, size);
        Tile longer = Tile.entries(Tile.Kind.LONG_ENTRIES, index, size);
        boolean isLonger = Files.exists(of(longer)) || Files.exists(of(longer.full()));
        return isLonger && !Files.exists(of(plain)) ? longer : plain;
    }

    /** Deletes what a full tile makes superfluous. */
    void deletePartials(Tile full) throws IOException {
        Path partials = directory.resolve(full.path() + ".p");
        if (!Files.isDirectory(partials)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(partials);
    }
}
