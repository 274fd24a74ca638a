package tallystick.engine.audit;

import java.nio.ByteOrder;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Ahead;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.Redecision;
import tallystick.domain.proof.TreeHash;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.EventEncoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;

/**
 * Runs the ledger again from stored events, in order from the first, and decides each anew: the
 * bytes that the ledger would store there must be the bytes that stand there. A usage record that
 * came from outside is rated and charged again; everything else must follow from a deadline that
 * was due or from the request that it tells of ({@link Redecision}). A message of the application
 * is none of the ledger's decisions: it is decoded and encoded to the same bytes. One thread.
 */
public final class LedgerRerun implements AutoCloseable {

    private final Entries past;
    private final LedgerState state;
    private final Redecision redecision;
    private final EventDecoder decoder;
    private final EventEncoder encoder = new EventEncoder();
    private final UsageIdentity identity = new UsageIdentity();
    private final UnsafeBuffer leaf = new UnsafeBuffer(0, 0);
    private final ExpandableArrayBuffer again = new ExpandableArrayBuffer(1024);
    private final ExpandableArrayBuffer older = new ExpandableArrayBuffer(1024);
    private final UnsafeBuffer toBe = new UnsafeBuffer(0, 0);
    private final UsageRecord own = new UsageRecord();
    private final WindowTrees trees = new WindowTrees();
    private int version;
    private long rated;
    private long decided;
    private long statements;
    private long messages;
    private long unfinished;

    // Written and never read: so that looking ahead is not optimised away.
    @SuppressWarnings("UnusedVariable")
    private long lookedAt;

    /** Where events are read again. */
    public interface Entries {
        /**
         * The stored bytes of the event at a position.
         *
         * @param position from 0, less than {@link #end}
         */
        byte[] at(long position);

        /** The position behind the last event. */
        long end();
    }

    /**
     * @param entries the same events; some are asked for before they are applied
     */
    public LedgerRerun(Entries entries) {
        past = entries;
        state = new LedgerState(new Past());
        redecision = new Redecision(state, new Further());
        decoder = new EventDecoder(state.names());
    }

    /** The ledger as it is after what was applied. */
    public LedgerState state() {
        return state;
    }

    /** Usage records that were rated again. */
    public long rated() {
        return rated;
    }

    /** Statements that were calculated again. */
    public long statements() {
        return statements;
    }

    /** What was done, for a person. */
    public String summary() {
        return "%d usage records rated, %d events decided, %d statements calculated, %d messages"
                        .formatted(rated, decided, statements, messages)
                + ", %d refusals believed, %d events at the end not decided"
                        .formatted(redecision.refusals(), unfinished);
    }

    /**
     * Applies the next event.
     *
     * @param position its place; must be the ledger's next
     * @throws RuntimeException saying why the bytes cannot be what the ledger stored there
     */
    public void apply(long position, byte[] bytes, int offset, int length) {
        byte[] leafHash = TreeHash.leaf(bytes, offset, length).bytes();
        apply(position, bytes, offset, length, leafHash, 0, null, 0);
    }

    /**
     * The same where more is known.
     *
     * @param hashes at {@code hashAt} the leaf hash, RFC 6962, of these bytes; whoever gives it has
     *     it checked
     * @param decoded the usage record that it is, sealed; null when it is none or nobody has yet
     * @param fingerprint that the leaf of that record has
     */
    void apply(
            long position,
            byte[] bytes,
            int offset,
            int length,
            byte[] hashes,
            int hashAt,
            @Nullable UsageRecord decoded,
            long fingerprint) {
        if (position != state.lastPosition() + 1) {
            throw new LeafDamagedException(
                    "position %d after %d".formatted(position, state.lastPosition()));
        }
        leaf.wrap(bytes, offset, length);
        LeafHeader.check(leaf, 0, length);
        if (LeafHeader.position(leaf, 0) != position) {
            throw new LeafDamagedException(
                    "the event says position " + LeafHeader.position(leaf, 0));
        }
        long recorded = LeafHeader.recordedEpochNanos(leaf, 0);
        if (recorded < state.lastRecordedEpochNanos()) {
            throw new LeafDamagedException("was recorded before the event before it");
        }
        requireNoOlder();
        if (EventDecoder.isUsage(leaf, 0)) {
            usage(recorded, length, decoded, fingerprint);
            int window = LeafHeader.memberOfWindow(leaf, 0);
            if (window >= 0) {
                trees.add(window, hashes, hashAt);
            }
        } else if (EventDecoder.isMessage(leaf, 0)) {
            message(position, recorded, length);
        } else {
            event(position, recorded, length);
        }
    }

    /** A program writes its own version of the schema, and none follows an older one. */
    private void requireNoOlder() {
        int at = MessageHeaderDecoder.versionEncodingOffset();
        int says = leaf.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        if (says < version) {
            throw new LeafDamagedException(
                    "is of schema version %d after one of %d".formatted(says, version));
        }
        version = says;
    }

    private void usage(long recorded, int length, @Nullable UsageRecord decoded, long fingerprint) {
        UsageRecord usage = decoded;
        long stored = fingerprint;
        if (usage == null) {
            usage = own;
            decoder.decodeUsage(leaf, 0, length, usage);
            stored = usage.fingerprint;
            identity.seal(usage);
        }
        // What is decided is encoded to the same bytes: so what is decoded is, too.
        if (version == MessageHeaderDecoder.SCHEMA_VERSION) {
            toBe.wrap(leaf, 0, length);
        } else {
            long sealed = usage.fingerprint;
            usage.fingerprint = stored;
            requireCanonical(encoder.encodeUsage(usage, again, 0), length);
            usage.fingerprint = sealed;
        }
        boolean free = redecision.isFree(recorded);
        boolean reserved = usage.source.startsWith(UsageRecord.RESERVED_SOURCES);
        if (free && (!reserved || usage.suspense == SuspenseReason.PARTY_MISMATCH)) {
            outside(usage, stored, recorded);
        } else {
            own(usage, stored, recorded);
        }
        state.evolveUsage(usage);
    }

    /** Also one that says to be of the ledger's own and was suspended for it. */
    private void outside(UsageRecord usage, long stored, long recorded) {
        if (usage.fingerprint != stored) {
            throw new LeafDamagedException("the fingerprint is not that of the facts");
        }
        usage.correctsPosition = usage.refersTo;
        LedgerDecider.decideUsage(usage, state, recorded);
        requireDecided(encoder.encodeUsage(usage, again, 0), "is rated or charged otherwise");
        rated++;
    }

    /** A record that the ledger wrote: of a hold, or priced again. */
    private void own(UsageRecord usage, long stored, long recorded) {
        usage.fingerprint = stored;
        LedgerEvent expected = redecision.next(new UsageRecorded(List.of(usage)), recorded);
        if (expected == null) {
            requireDecided(encoder.encodeUsage(usage, again, 0), "is encoded otherwise");
            unfinished++;
            return;
        }
        if (!(expected instanceof UsageRecorded run)) {
            throw new LeafDamagedException(
                    "is a usage record where the ledger decides " + kind(expected));
        }
        requireDecided(
                encoder.encodeUsage(run.records().getFirst(), again, 0), "is charged otherwise");
        decided++;
    }

    /** Fetches into the caches what these records will need. */
    void lookAhead(List<UsageRecord> usages, int fromIndex, int toIndex) {
        lookedAt += LedgerDecider.lookAhead(usages, fromIndex, toIndex, state);
    }

    @Override
    public void close() {
        trees.close();
    }

    private void message(long position, long recorded, int length) {
        if (!redecision.isBetweenRuns()) {
            throw new LeafDamagedException("is a message between events decided together");
        }
        ApplicationMessage message = decoder.decodeMessage(leaf, 0, length);
        requireCanonical(encoder.encodeMessage(message, position, recorded, again, 0), length);
        state.skip(position, recorded);
        messages++;
    }

    private void event(long position, long recorded, int length) {
        LedgerEvent event = decoder.decode(leaf, 0, length);
        requireCanonical(encoder.encode(event, position, recorded, again, 0), length);
        LedgerEvent expected = redecision.next(event, recorded);
        if (expected == null) {
            unfinished++;
        } else if (expected instanceof UsageRecorded) {
            throw new LeafDamagedException(
                    kind(event) + " stands where the ledger decides a usage record");
        } else {
            requireDecided(
                    encoder.encode(expected, position, recorded, again, 0),
                    kind(event) + " is decided otherwise");
            decided++;
        }
        state.evolve(event, position, recorded);
        if (event instanceof WindowFenced fence) {
            trees.fence(state.names().windows.refOf(fence.window()), fence.window());
        } else if (event instanceof WindowCalculated calculated) {
            statements += calculated.statements().size();
        }
    }

    private static String kind(LedgerEvent event) {
        return event.getClass().getSimpleName();
    }

    /** What stands further on, for requests that a later event of their run tells whole. */
    private final class Further implements Ahead {
        @Override
        public @Nullable LedgerEvent at(long position) {
            if (endsBefore(position)) {
                return null;
            }
            UnsafeBuffer bytes = new UnsafeBuffer(past.at(position));
            LeafHeader.check(bytes, 0, bytes.capacity());
            return EventDecoder.isUsage(bytes, 0) || EventDecoder.isMessage(bytes, 0)
                    ? null
                    : new EventDecoder(state.names()).decode(bytes, 0, bytes.capacity());
        }

        @Override
        public boolean endsBefore(long position) {
            return position >= past.end();
        }

        @Override
        public String rootOf(String window) {
            return trees.rootOf(window);
        }
    }

    /**
     * The event as decoded, encoded again: it must be the leaf. What an older program wrote is
     * written otherwise by this one; then what this one writes is what is compared from here on.
     */
    private void requireCanonical(int encoded, int length) {
        if (version == MessageHeaderDecoder.SCHEMA_VERSION) {
            toBe.wrap(leaf, 0, length);
            requireDecided(encoded, "is encoded otherwise");
        } else {
            older.putBytes(0, again, 0, encoded);
            toBe.wrap(older, 0, encoded);
        }
    }

    /** The event as decided, encoded. */
    private void requireDecided(int encoded, String otherwise) {
        if (encoded != toBe.capacity() || !isSame(encoded)) {
            throw new LeafDamagedException(otherwise + " by the ledger");
        }
    }

    private boolean isSame(int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (toBe.getLong(i) != again.getLong(i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (toBe.getByte(i) != again.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    /** Earlier records, from the same entries. */
    private final class Past implements UsageHistory {
        @Override
        public UsageRecord at(long position) {
            UsageRecord usage = read(position);
            if (usage == null) {
                throw new IllegalStateException("no usage is recorded at position " + position);
            }
            return usage;
        }

        private @Nullable UsageRecord read(long position) {
            UnsafeBuffer bytes = new UnsafeBuffer(past.at(position));
            if (!EventDecoder.isUsage(bytes, 0)) {
                return null;
            }
            UsageRecord usage = new UsageRecord();
            new EventDecoder(state.names()).decodeUsage(bytes, 0, bytes.capacity(), usage);
            return usage;
        }

        @Override
        public long find(UsageRecord usage, long firstPosition, long lastPosition) {
            for (long at = firstPosition; at <= lastPosition; at++) {
                UsageRecord earlier = read(at);
                if (earlier != null
                        && earlier.source.equals(usage.source)
                        && earlier.id.equals(usage.id)) {
                    return at;
                }
            }
            return -1;
        }
    }
}
