package tallystick.engine.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.pipeline.MessageIndex;

/**
 * The snapshots of a directory: {@code 00000000000012345678.snapshot}, the number being the
 * position. What is being written has another name until it is whole and durable; what was refused
 * is renamed, so that it is not taken for one again.
 */
public final class SnapshotStore {

    private static final String SUFFIX = ".snapshot";
    private static final String DRAFT = ".draft";
    private static final String REFUSED = ".refused";
    private static final String PATTERN = "[0-9]{20}\\.snapshot";

    private final Path directory;
    private final int kept;

    /**
     * @param kept how many of the newest stay when another is written, 1 or more
     */
    public SnapshotStore(Path directory, int kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** Every snapshot, the newest first; empty when there is no directory. */
    public List<Path> list() throws IOException {
        List<Path> found = new ArrayList<>(matching(PATTERN));
        found.sort(Comparator.reverseOrder());
        return found;
    }

    private List<Path> matching(String pattern) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(e -> String.valueOf(e.getFileName()).matches(pattern)).toList();
        }
    }

    /** Position that the name of a snapshot says. */
    static long positionOf(Path snapshot) {
        String name = String.valueOf(snapshot.getFileName());
        return Long.parseLong(name, 0, name.length() - SUFFIX.length(), 10);
    }

    /**
     * Reads a snapshot and checks all of it.
     *
     * @param history given to its ledger
     */
    public Snapshot read(Path snapshot, UsageHistory history) throws SnapshotRefusedException {
        return read(snapshot, history, Pace.full(), true);
    }

    Snapshot read(Path snapshot, UsageHistory history, Pace pace, boolean checked)
            throws SnapshotRefusedException {
        try (SnapshotReader reader = new SnapshotReader(snapshot, pace, checked)) {
            return reader.read(history, positionOf(snapshot));
        } catch (IOException unreadable) {
            throw new SnapshotRefusedException("it cannot be read: " + unreadable, unreadable);
        } catch (NumberFormatException beyond) {
            throw new SnapshotRefusedException("its name says no position", beyond);
        }
    }

    /**
     * Writes a snapshot, durable when this returns, and deletes all but the newest ones.
     *
     * @param state at the position its last event has; must not change meanwhile
     * @param map of the journal up to that position
     * @return its size in bytes
     * @throws IOException nothing is left of it then
     */
    public long write(LedgerState state, MessageIndex messages, JournalMap map) throws IOException {
        return write(state, messages, map, Pace.full());
    }

    long write(LedgerState state, MessageIndex messages, JournalMap map, Pace pace)
            throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("%020d".formatted(state.lastPosition()) + SUFFIX);
        Path draft = directory.resolve(file.getFileName() + DRAFT);
        long size;
        try {
            try (SnapshotWriter writer = new SnapshotWriter(draft, pace)) {
                size = writer.write(state, messages, map);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        forceNames();
        for (Path old : list().stream().skip(kept).toList()) {
            Files.delete(old);
        }
        return size;
    }

    private void forceNames() throws IOException {
        Path parent = directory.getParent();
        for (Path names : parent == null ? List.of(directory) : List.of(directory, parent)) {
            try (FileChannel channel = FileChannel.open(names, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Deletes what a crash left half written. Nobody may be writing. */
    public void clean() throws IOException {
        for (Path draft : matching(PATTERN + "\\" + DRAFT)) {
            Files.delete(draft);
        }
    }

    /** Renames a snapshot that must not be taken for one again. */
    public void setAside(Path refused) throws IOException {
        Path aside = refused.resolveSibling(refused.getFileName() + REFUSED);
        Files.move(
                refused,
                aside,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Bytes that may be written to where the snapshots are. */
    long usableBytes() throws IOException {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /** Size of the newest snapshot in bytes, 0 without any. */
    long newestBytes() throws IOException {
        List<Path> all = list();
        return all.isEmpty() ? 0 : Files.size(all.getFirst());
    }
}
