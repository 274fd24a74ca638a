package tallystick.engine.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.journal.JournalView;

/**
 * Where a recovery begins: the newest snapshot that can be believed and was made of this journal,
 * or the first event.
 *
 * @param <J> what the journal was opened as
 * @param journal opened with the snapshot's map, or without
 * @param snapshot null: begin at the first event
 * @param refused the newer snapshots that were not used
 */
public record StartingPoint<J extends JournalView>(
        J journal, @Nullable Snapshot snapshot, List<Refused> refused) {

    /**
     * A snapshot that is not used.
     *
     * @param file its file
     * @param reason why not, for a person
     */
    public record Refused(Path file, String reason) {}

    /** Opens the journal, believing a map. */
    @FunctionalInterface
    public interface Opening<J> {

        /**
         * @param map null for none
         */
        J open(@Nullable JournalMap map) throws IOException;
    }

    /**
     * Finds it. The journal is opened once, whatever becomes of the snapshots.
     *
     * @param history given to the ledger; not read here
     * @throws IOException the journal or the directory of the snapshots cannot be read
     */
    public static <J extends JournalView> StartingPoint<J> find(
            SnapshotStore store, UsageHistory history, Opening<J> opening) throws IOException {
        List<Refused> refused = new ArrayList<>();
        J journal = null;
        for (Path file : store.list()) {
            try {
                Snapshot snapshot = store.read(file, history);
                if (journal == null) {
                    journal = opening.open(snapshot.map());
                }
                requireOf(journal, snapshot);
                return new StartingPoint<>(journal, snapshot, refused);
            } catch (SnapshotRefusedException reason) {
                refused.add(new Refused(file, String.valueOf(reason.getMessage())));
            }
        }
        return new StartingPoint<>(journal == null ? opening.open(null) : journal, null, refused);
    }

    /** That the snapshot was made of this journal: the frame it ends in is there. */
    private static void requireOf(JournalView journal, Snapshot snapshot)
            throws SnapshotRefusedException {
        long last = journal.lastForcedPosition();
        if (snapshot.position() > last) {
            throw new SnapshotRefusedException(
                    "it is of position %d, the journal ends at %d"
                            .formatted(snapshot.position(), last));
        }
        JournalMap map = journal.map(snapshot.position());
        if (map == null || !map.anchor().equals(snapshot.map().anchor())) {
            throw new SnapshotRefusedException(
                    "the journal has another frame at position " + snapshot.position());
        }
    }
}
