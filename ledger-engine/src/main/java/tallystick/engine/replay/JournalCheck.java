package tallystick.engine.replay;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.EventEncoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.journal.JournalCorruptException;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalInspection;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.Journals;

/**
 * Walks every frame of a journal that nobody writes: checksum, order of positions, every leaf
 * decoded and encoded again to the same bytes, every event through the ledger. Changes nothing.
 */
public final class JournalCheck implements ReplayObserver {

    private final ReplayObserver next;
    private final EventEncoder encoder = new EventEncoder();
    private final ExpandableArrayBuffer again = new ExpandableArrayBuffer(1024);
    private final SortedMap<String, Long> eventsByType = new TreeMap<>();
    private long frames;
    private long events;
    private long bytes;
    private long accepted;
    private long suspended;
    private int longestFrameBytes;
    private long firstRecordedEpochNanos;
    private long lastRecordedEpochNanos;

    private JournalCheck(ReplayObserver next) {
        this.next = next;
    }

    /**
     * Where a journal stops being good.
     *
     * @param position the first event that cannot be believed
     * @param file where that was seen, null when its bytes are whole but say something impossible
     * @param fileOffset byte of the file, −1 without one
     * @param reason what was seen
     */
    public record Damage(long position, @Nullable String file, long fileOffset, String reason) {}

    /**
     * What was found; behind a damage nothing is counted.
     *
     * @param bytes of all frames, headers and checksums included
     * @param eventsByType how many of each kind
     * @param firstRecordedEpochNanos recorded time of the first event, 0 without any
     * @param lastRecordedEpochNanos of the last
     * @param firstBad null when the whole journal is good
     * @param stateDigest of the ledger at the last good event
     * @param balanced whether Σ debits = Σ credits there
     */
    public record Report(
            long frames,
            long events,
            long bytes,
            int longestFrameBytes,
            SortedMap<String, Long> eventsByType,
            long firstRecordedEpochNanos,
            long lastRecordedEpochNanos,
            @Nullable Damage firstBad,
            String stateDigest,
            boolean balanced) {}

    /**
     * Checks a journal.
     *
     * @param next shown every good leaf as well
     * @throws IOException the files cannot be read
     */
    public static Report run(JournalOptions options, ReplayObserver next) throws IOException {
        JournalCheck check = new JournalCheck(next);
        Recovery recovery = new Recovery(UsageHistory.NONE, check);
        JournalInspection found = Journals.inspect(options);
        JournalException outside = found.damage();
        Damage damage = outside == null ? null : damage(outside, recovery.state());
        try (LeafCursor leaves = new LeafCursor(found.good(), 0)) {
            recovery.replay(leaves);
            if (outside != null) {
                damage = damage(outside, recovery.state());
            }
        } catch (JournalException | LeafDamagedException | IllegalStateException inside) {
            damage = damage(inside, recovery.state());
        }
        return check.report(recovery.state(), damage);
    }

    private static Damage damage(RuntimeException cause, LedgerState state) {
        String reason = String.valueOf(cause.getMessage());
        return cause instanceof JournalCorruptException corrupt
                ? new Damage(corrupt.position(), corrupt.file(), corrupt.fileOffset(), reason)
                : new Damage(state.lastPosition() + 1, null, -1, reason);
    }

    private Report report(LedgerState state, @Nullable Damage damage) {
        if (accepted > 0) {
            eventsByType.put("UsageRecorded/accepted", accepted);
        }
        if (suspended > 0) {
            eventsByType.put("UsageRecorded/suspended", suspended);
        }
        return new Report(
                frames,
                events,
                bytes,
                longestFrameBytes,
                eventsByType,
                firstRecordedEpochNanos,
                lastRecordedEpochNanos,
                damage,
                state.digest(),
                state.isBalanced());
    }

    @Override
    public void usage(LeafCursor leaf, UsageRecord usage) {
        requireSame(leaf, encoder.encodeUsage(usage, again, 0));
        count(leaf);
        switch (usage.status) {
            case ACCEPTED -> accepted++;
            case SUSPENDED -> suspended++;
            case DUPLICATE, CONFLICT, NOT_APPLIED ->
                    throw new LeafDamagedException("a record that makes no event was journaled");
        }
        next.usage(leaf, usage);
    }

    @Override
    public void event(LeafCursor leaf, LedgerEvent event) {
        requireSame(leaf, encoder.encode(event, leaf.position(), recorded(leaf), again, 0));
        count(leaf);
        eventsByType.merge(event.getClass().getSimpleName(), 1L, Long::sum);
        next.event(leaf, event);
    }

    @Override
    public void message(LeafCursor leaf, ApplicationMessage message) {
        requireSame(
                leaf, encoder.encodeMessage(message, leaf.position(), recorded(leaf), again, 0));
        count(leaf);
        eventsByType.merge("ApplicationMessage", 1L, Long::sum);
        next.message(leaf, message);
    }

    private static long recorded(LeafCursor leaf) {
        return LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
    }

    /**
     * A leaf is what hashes and signatures are over: no other bytes may mean the same. One that an
     * older program wrote cannot be written again by this one.
     */
    private void requireSame(LeafCursor leaf, int length) {
        if (version(leaf.buffer(), leaf.offset()) != MessageHeaderDecoder.SCHEMA_VERSION) {
            return;
        }
        if (length != leaf.length() || !isSame(leaf.buffer(), leaf.offset(), length)) {
            throw new LeafDamagedException(
                    "position %d is not encoded as this program encodes it"
                            .formatted(leaf.position()));
        }
    }

    private static int version(DirectBuffer buffer, int offset) {
        int at = offset + MessageHeaderDecoder.versionEncodingOffset();
        return buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    private boolean isSame(DirectBuffer buffer, int offset, int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (buffer.getLong(offset + i) != again.getLong(i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (buffer.getByte(offset + i) != again.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    private void count(LeafCursor leaf) {
        lastRecordedEpochNanos = recorded(leaf);
        if (events++ == 0) {
            firstRecordedEpochNanos = lastRecordedEpochNanos;
        }
        if (leaf.isFirstInFrame()) {
            frames++;
            bytes += leaf.frameBytes();
            longestFrameBytes = Math.max(longestFrameBytes, leaf.frameBytes());
        }
    }
}
