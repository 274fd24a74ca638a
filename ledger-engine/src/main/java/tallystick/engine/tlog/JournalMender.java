package tallystick.engine.tlog;

import java.io.IOException;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TreeHash;
import tallystick.engine.journal.FileOperations;
import tallystick.engine.journal.JournalView;
import tallystick.engine.replay.LeafCursor;

/** Makes bundles and tiles again from the journal. */
final class JournalMender implements VerifiedTiles.Mender {

    private final JournalView journal;
    private final LogFiles files;
    private final AtomicFiles out;

    JournalMender(JournalView journal, LogFiles files, FileOperations operations) {
        this.journal = journal;
        this.files = files;
        out = new AtomicFiles(operations);
    }

    @Override
    public byte[][] entries(Tile bundle) {
        return entries(journal, bundle.index(), bundle.width());
    }

    /** A bundle and its tile, straight from the journal. */
    static byte[][] entries(JournalView journal, long index, int width) {
        EntryBundle made = new EntryBundle();
        byte[] hashes = new byte[32 * width];
        TreeHash hash = new TreeHash();
        try (LeafCursor leaves = new LeafCursor(journal, index * Tile.FULL)) {
            for (int i = 0; i < width && leaves.next(); i++) {
                int at = made.reserve(leaves.length());
                leaves.buffer().getBytes(leaves.offset(), made.bytes(), at, leaves.length());
                made.added(at, leaves.length());
                hash.leaf(made.bytes(), at, leaves.length(), hashes, 32 * i);
            }
        }
        if (made.count() != width) {
            throw new LogRefusedException(
                    "the journal ends before position " + (index * Tile.FULL + width));
        }
        return new byte[][] {made.encode(), hashes};
    }

    @Override
    public void write(Tile tile, byte[] bytes) throws IOException {
        out.put(files.of(tile), bytes, bytes.length);
        out.forceDirectories();
    }
}
