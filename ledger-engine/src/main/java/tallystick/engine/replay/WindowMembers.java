package tallystick.engine.replay;

import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.codec.UsageLeaf;
import tallystick.engine.journal.JournalView;

/**
 * Walks the members of a settlement window in order of position, all or those of one line: what is
 * not wanted is told by four numbers of its stored bytes and is not decoded. One thread.
 */
public final class WindowMembers implements AutoCloseable {

    /**
     * A line of a statement, by the dense numbers of its names.
     *
     * @param modelRef {@link UsageLeaf#ANY} for every model
     * @param wholesaleVersionRef of the inter-operator tariff's version, {@link UsageLeaf#ANY} for
     *     every one
     */
    public record Line(int homeRef, int servingRef, int modelRef, int wholesaleVersionRef) {}

    private final LeafCursor leaves;
    private final EventDecoder decoder;
    private final int windowRef;
    private final @Nullable Line line;
    private final long lastPosition;

    /**
     * @param windowRef the window's dense number
     * @param line whose members, null for all
     * @param firstPosition where to begin; 0 … last forced position + 1
     * @param lastPosition the last looked at, at most the last forced one
     */
    public WindowMembers(
            JournalView journal,
            Names names,
            int windowRef,
            @Nullable Line line,
            long firstPosition,
            long lastPosition) {
        this.leaves = new LeafCursor(journal, firstPosition);
        this.decoder = new EventDecoder(names);
        this.windowRef = windowRef;
        this.line = line;
        this.lastPosition = lastPosition;
    }

    /** The next member, a record of its own with its position; null after the last. */
    public @Nullable UsageRecord next() {
        while (leaves.position() < lastPosition && leaves.next()) {
            if (!EventDecoder.isUsage(leaves.buffer(), leaves.offset())
                    || LeafHeader.memberOfWindow(leaves.buffer(), leaves.offset()) != windowRef
                    || !mayBeOf(line)) {
                continue;
            }
            UsageRecord usage = new UsageRecord();
            decoder.decodeUsage(leaves.buffer(), leaves.offset(), leaves.length(), usage);
            if (line == null
                    || line.wholesaleVersionRef == UsageLeaf.ANY
                    || usage.wholesaleVersionRef == line.wholesaleVersionRef) {
                return usage;
            }
        }
        return null;
    }

    private boolean mayBeOf(@Nullable Line wanted) {
        return wanted == null
                || UsageLeaf.isOf(
                        leaves.buffer(),
                        leaves.offset(),
                        wanted.homeRef,
                        wanted.servingRef,
                        wanted.modelRef);
    }

    @Override
    public void close() {
        leaves.close();
    }
}
