package tallystick.engine.tlog;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TiledTree;
import tallystick.engine.journal.FileOperations;
import tallystick.engine.journal.JournalView;
import tallystick.engine.replay.LeafCursor;

/**
 * Takes leaves from the journal to a published checkpoint, from where the last signed one ends: or
 * from the first event on, when its tiles are missing or damaged. One run; after an exception what
 * it holds in memory is worth nothing.
 */
final class LogFollower {

    private static final long LOOK_MILLIS = 100;

    /** How long it waits between two looks while there is more. */
    private static final long SLICE_MILLIS = 20;

    /** Batches that are still taken when the log is closed. */
    private static final int LAST_BATCHES = 8;

    private final TlogOptions options;
    private final JournalView journal;
    private final LogFiles files;
    private final LogKeys keys;
    private final AtomicFiles out;
    private final SignedMark mark;
    private final TreeWriter writer;
    private final SecondPath second;
    private final @Nullable SignedNote marked;
    private @Nullable SignedNote signed;

    /** How long to wait. */
    interface Pause {
        /** Waits. */
        void millis(long millis) throws InterruptedException;
    }

    LogFollower(
            TlogOptions options,
            JournalView journal,
            FileOperations operations,
            LogFiles files,
            LogKeys keys)
            throws IOException {
        this.options = options;
        this.journal = journal;
        this.files = files;
        this.keys = keys;
        out = new AtomicFiles(operations);
        mark = new SignedMark(options.keys(), operations);
        writer = new TreeWriter(files, out);
        second = new SecondPath(files);
        marked = mark.read();
        signed = latest(marked, published());
    }

    /** A checkpoint in the log's directory counts only when this log signed it. */
    private @Nullable SignedNote published() throws IOException {
        byte[] bytes = files.readCheckpoint();
        if (bytes == null) {
            return null;
        }
        try {
            SignedNote note = SignedNote.parse(bytes);
            Checkpoint.parse(note.text());
            for (NoteKey key : keys.all()) {
                if (note.isSignedBy(key)) {
                    return note;
                }
            }
            return null;
        } catch (ProofFormatException damaged) {
            return null;
        }
    }

    /** The mark is written first: a published checkpoint beyond it says that it was set back. */
    private static @Nullable SignedNote latest(
            @Nullable SignedNote marked, @Nullable SignedNote published) {
        if (marked == null || published == null) {
            return marked == null ? published : marked;
        }
        Checkpoint one = Checkpoint.parse(marked.text());
        Checkpoint other = Checkpoint.parse(published.text());
        if (one.size() == other.size() && !one.root().equals(other.root())) {
            throw new LogRefusedException(
                    "two checkpoints of size %d with different roots are signed"
                            .formatted(one.size()));
        }
        return other.size() > one.size() ? published : marked;
    }

    private @Nullable Checkpoint before() {
        return signed == null ? null : Checkpoint.parse(signed.text());
    }

    /**
     * Whether what was signed can still be what the journal says.
     *
     * @throws LogRefusedException when it cannot
     */
    void requireSameHistory() {
        Checkpoint before = before();
        if (before == null) {
            return;
        }
        if (!before.origin().equals(keys.origin())) {
            throw new LogRefusedException(
                    "what was signed last is of " + before.origin() + ", not " + keys.origin());
        }
        long events = journal.lastForcedPosition() + 1;
        if (events < before.size()) {
            throw new LogRefusedException(
                    "the journal has %d events, but %d are signed: an older copy was put in its"
                                    .formatted(events, before.size())
                            + " place, or events are lost");
        }
        if (before.size() > 0 && tilesAreGood(before)) {
            requireSameEvents(before);
        }
    }

    private boolean tilesAreGood(Checkpoint before) {
        try {
            return new TiledTree(before.size(), files::require).root().equals(before.root());
        } catch (ProofFormatException damaged) {
            return false;
        }
    }

    private void requireSameEvents(Checkpoint before) {
        long index = (before.size() - 1) / Tile.FULL;
        Tile tile = Tile.hashes(0, index, before.size());
        byte[] made = JournalMender.entries(journal, index, tile.width())[1];
        byte[] kept;
        try {
            kept = new VerifiedTiles(files, before).tree().leaves(index);
        } catch (ProofFormatException damaged) {
            // Made again when it is read.
            return;
        }
        if (!Arrays.equals(made, kept)) {
            for (int i = 0; i < tile.width(); i++) {
                if (!Hash.of(made, 32 * i).equals(Hash.of(kept, 32 * i))) {
                    throw new LogRefusedException(
                            "the event at position %d is not the one that was signed"
                                    .formatted(index * Tile.FULL + i));
                }
            }
        }
    }

    /**
     * Follows the journal until closed.
     *
     * @param publish told of every checkpoint that is on disk
     * @param closed whether to publish what is there and stop
     * @param refused whether to stop and sign nothing more
     * @throws LogRefusedException when something must not be signed
     * @throws IOException when something cannot be written
     */
    void run(
            Consumer<SignedNote> publish,
            BooleanSupplier closed,
            BooleanSupplier refused,
            Pause pause)
            throws IOException, InterruptedException {
        requireSameHistory();
        List<NoteSigner> signers = keys.signers();
        Checkpoint before = before();
        if (before != null && before.size() > 0 && tilesAreGood(before)) {
            writer.resume(before.size());
            second.resume(before.size());
        }
        try (LeafCursor leaves = new LeafCursor(journal, writer.size())) {
            if (before != null) {
                catchUp(leaves, before, closed);
                if (writer.size() < before.size()) {
                    return;
                }
                republish(before, publish);
            }
            follow(leaves, signers, publish, closed, refused, pause);
        }
    }

    /** Tiles are written as they fill up, so that little is left to do when a checkpoint is due. */
    private void follow(
            LeafCursor leaves,
            List<NoteSigner> signers,
            Consumer<SignedNote> publish,
            BooleanSupplier closed,
            BooleanSupplier refused,
            Pause pause)
            throws IOException, InterruptedException {
        long due = System.nanoTime();
        int last = 0;
        while (last < LAST_BATCHES && !refused.getAsBoolean()) {
            boolean ending = closed.getAsBoolean();
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            long wait =
                    writer.size() > signedSize() ? Math.clamp(left, 1, LOOK_MILLIS) : LOOK_MILLIS;
            boolean more = leaves.await(ending ? 0 : wait);
            if (more) {
                take(leaves, signedSize() + options.batchLeaves());
            }
            long unsigned = writer.size() - signedSize();
            boolean isDue =
                    ending || System.nanoTime() - due >= 0 || unsigned >= options.batchLeaves();
            if (isDue && (unsigned > 0 || isSignedOtherwise(signers))) {
                due = System.nanoTime() + millis(options.checkpointMillis());
                publish.accept(checkpoint(signers));
            } else if (more) {
                pause.millis(Math.clamp(left, 1, SLICE_MILLIS));
            }
            if (ending) {
                last = more ? last + 1 : LAST_BATCHES;
            }
        }
    }

    private long signedSize() {
        Checkpoint before = before();
        return before == null ? 0 : before.size();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Whether a key was added or retired since. */
    private boolean isSignedOtherwise(List<NoteSigner> signers) {
        SignedNote note = signed;
        return note == null
                || !signers.stream()
                        .allMatch(
                                signer ->
                                        note.signatures().stream().anyMatch(signer.key()::signed));
    }

    /** Up to where the last signed tree ends, which must come out as it was signed. */
    private void catchUp(LeafCursor leaves, Checkpoint before, BooleanSupplier closed)
            throws IOException {
        while (writer.size() < before.size() && !closed.getAsBoolean()) {
            take(leaves, Math.min(before.size(), writer.size() + options.batchLeaves()));
            if (writer.size() < before.size()) {
                out.forceDirectories();
            }
        }
        if (writer.size() == before.size()) {
            writer.flush();
            Hash derived = second.root(before.size());
            if (!derived.equals(before.root()) || !writer.root().equals(before.root())) {
                throw new LogRefusedException(
                        "the journal's first %d events do not have the root that was signed"
                                .formatted(before.size()));
            }
        }
    }

    private void republish(Checkpoint before, Consumer<SignedNote> publish) throws IOException {
        SignedNote note = signed;
        if (note == null) {
            return;
        }
        SignedNote there = published();
        if (there != null && there.text().equals(note.text())) {
            note = there;
        }
        if (marked == null || Checkpoint.parse(marked.text()).size() < before.size()) {
            mark.replace(marked, note);
            signed = note;
        }
        put(note);
        writer.tidy();
        publish.accept(note);
    }

    private void take(LeafCursor leaves, long limit) throws IOException {
        while (writer.size() < limit && leaves.next()) {
            if (leaves.position() != writer.size()) {
                throw new LogRefusedException(
                        "position %d comes as leaf %d".formatted(leaves.position(), writer.size()));
            }
            writer.append(leaves.buffer(), leaves.offset(), leaves.length());
        }
    }

    private SignedNote checkpoint(List<NoteSigner> signers) throws IOException {
        writer.flush();
        long size = writer.size();
        Hash root = second.root(size);
        if (!root.equals(writer.root())) {
            throw new LogRefusedException(
                    "size %d has one root in memory and another on disk".formatted(size));
        }
        SignedNote note =
                NoteSigner.note(new Checkpoint(keys.origin(), size, root).text(), signers);
        mark.replace(signed, note);
        signed = note;
        put(note);
        writer.tidy();
        return note;
    }

    private void put(SignedNote note) throws IOException {
        byte[] bytes = note.bytes();
        synchronized (files) {
            out.put(files.checkpoint(), bytes, bytes.length);
            out.forceDirectories();
        }
    }
}
