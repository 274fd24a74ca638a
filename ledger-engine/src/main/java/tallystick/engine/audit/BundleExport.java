package tallystick.engine.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.Tile;
import tallystick.engine.tlog.LogFiles;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.LogRefusedException;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.VerifiedTiles;

/**
 * Writes a bundle from a node's directory, running or stopped: the newest checkpoint, all tiles of
 * its tree above level 0, and leaf hashes and entries of a range of positions. The same tree and
 * range give the same bytes.
 */
public final class BundleExport {

    static final String CHECKPOINT = "checkpoint";
    static final String KEYS = "keys";
    static final String RANGE = "range";
    static final String SCHEMA = "schema/journal-events.xml";

    private BundleExport() {}

    /**
     * What was written.
     *
     * @param origin the log
     * @param treeSize leaves of the checkpoint's tree
     * @param from first position
     * @param to the position behind the last
     */
    public record Written(String origin, long treeSize, long from, long to) {}

    /**
     * Exports whole tiles that cover a range of positions.
     *
     * @param data the node's directory
     * @param from first position, made smaller to where a tile begins
     * @param to the position behind the last, made larger to where a tile ends; beyond the tree:
     *     its end
     * @throws IllegalArgumentException when the range is empty or not in the tree
     * @throws LogRefusedException when there is no checkpoint, or what is on disk is not what it
     *     signs
     */
    public static Written run(Path data, long from, long to, Path file) throws IOException {
        TlogOptions options = TlogOptions.in(data);
        LogFiles files = new LogFiles(options.directory());
        byte[] published = files.readCheckpoint();
        Path history = options.keys().resolve("history");
        if (published == null || !Files.exists(history)) {
            throw new LogRefusedException(data + " has no checkpoint of a log");
        }
        String keys = Files.readString(history);
        SignedNote note = SignedNote.parse(published);
        requireSigned(note, LogKeys.parse(keys).stream().map(LogKeys.Term::key).toList());
        Checkpoint tree = Checkpoint.parse(note.text());
        long first = from - from % Tile.FULL;
        long end = Math.min(tree.size(), Math.ceilDiv(Math.min(to, tree.size()), 256L) * 256L);
        if (from < 0 || first >= end) {
            throw new IllegalArgumentException(
                    "no positions %d … %d in a tree of %d".formatted(from, to - 1, tree.size()));
        }
        Path absolute = file.toAbsolutePath();
        Path fresh = absolute.resolveSibling(absolute.getFileName() + ".new");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 20);
                TarWriter tar = new TarWriter(out)) {
            tar.add(CHECKPOINT, published);
            tar.add(KEYS, keys.getBytes(StandardCharsets.UTF_8));
            tar.add(RANGE, (first + " " + end + "\n").getBytes(StandardCharsets.UTF_8));
            tar.add(SCHEMA, schema());
            tiles(tar, files, tree, first, end);
        }
        Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
        return new Written(tree.origin(), tree.size(), first, end);
    }

    private static void requireSigned(SignedNote note, List<NoteKey> keys) {
        for (NoteKey key : keys) {
            if (note.isSignedBy(key)) {
                return;
            }
        }
        throw new LogRefusedException("the checkpoint is not signed by the log's keys");
    }

    private static void tiles(TarWriter tar, LogFiles files, Checkpoint tree, long from, long to)
            throws IOException {
        VerifiedTiles tiles = new VerifiedTiles(files, tree);
        for (int level = 0; Tile.hashesAt(level, tree.size()) > 0; level++) {
            long hashes = Tile.hashesAt(level, tree.size());
            for (long index = 0; index * Tile.FULL < hashes; index++) {
                long start = index * Tile.FULL;
                boolean last = start + Tile.FULL > hashes;
                if (level > 0 || last || (start >= from && start < to)) {
                    Tile tile = Tile.hashes(level, index, tree.size());
                    tar.add(tile.path(), tiles.read(tile));
                }
            }
        }
        for (long index = from / Tile.FULL; index * Tile.FULL < to; index++) {
            Tile tile = files.entriesTile(index, tree.size());
            tar.add(tile.path(), tiles.read(tile));
        }
    }

    /** The events' schema, as this program has it. */
    static byte[] schema() throws IOException {
        try (InputStream in = BundleExport.class.getResourceAsStream("/journal-events.xml")) {
            if (in == null) {
                throw new IOException("the schema is not on the class path");
            }
            return in.readAllBytes();
        }
    }
}
