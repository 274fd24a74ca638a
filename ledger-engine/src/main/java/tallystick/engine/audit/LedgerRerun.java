package tallystick.engine.audit;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.StatementsIssued;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.LedgerEvent.Settlement.WindowSealed;
import tallystick.domain.LedgerRequest;
import tallystick.domain.TermsEvent;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.TreeHash;
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
 * Runs the ledger again from stored events, in order from the first: each is decoded, encoded again
 * to the same bytes, and applied; and what the ledger decided is decided anew. A usage record that
 * came from outside is rated and charged again and must come out byte for byte; a window is fenced,
 * sealed, calculated, issued and netted again. One thread.
 */
public final class LedgerRerun {

    private final Entries past;
    private final LedgerState state;
    private final EventDecoder decoder;
    private final EventEncoder encoder = new EventEncoder();
    private final UsageIdentity identity = new UsageIdentity();
    private final UnsafeBuffer leaf = new UnsafeBuffer(0, 0);
    private final ExpandableArrayBuffer again = new ExpandableArrayBuffer(1024);
    private final UsageRecord usage = new UsageRecord();
    private final Map<Integer, MerkleFrontier> members = new HashMap<>();
    private final Map<String, MerkleFrontier> fenced = new HashMap<>();
    private long rated;
    private long statements;

    /** What must come next, null when anything may. */
    private @Nullable LedgerEvent followed;

    /** Where earlier events are read again. */
    @FunctionalInterface
    public interface Entries {
        /** The stored bytes of the event at a position. */
        byte[] at(long position);
    }

    /**
     * @param past the same events; asked only for positions that were applied
     */
    public LedgerRerun(Entries past) {
        this.past = past;
        state = new LedgerState(new Past());
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

    /**
     * Applies the next event.
     *
     * @param position its place; must be the ledger's next
     * @throws RuntimeException saying why the bytes cannot be what the ledger stored there
     */
    public void apply(long position, byte[] bytes, int offset, int length) {
        apply(position, bytes, offset, length, TreeHash.leaf(bytes, offset, length));
    }

    /**
     * The same where the leaf hash is known.
     *
     * @param leafHash RFC 6962, of these bytes; whoever gives it has it checked
     */
    void apply(long position, byte[] bytes, int offset, int length, Hash leafHash) {
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
        if (EventDecoder.isUsage(leaf, 0)) {
            usage(length, leafHash);
        } else if (EventDecoder.isMessage(leaf, 0)) {
            message(position, length);
        } else {
            event(position, length);
        }
    }

    private void usage(int length, Hash leafHash) {
        decoder.decodeUsage(leaf, 0, length, usage);
        long fingerprint = usage.fingerprint;
        identity.seal(usage);
        if (usage.fingerprint != fingerprint && !isOurs(usage)) {
            throw new LeafDamagedException("the fingerprint is not that of the facts");
        }
        usage.fingerprint = fingerprint;
        if (!isOurs(usage) && isOfThisVersion()) {
            // What comes out of deciding anew is encoded to the same bytes: so its facts are too.
            usage.correctsPosition = usage.refersTo;
            LedgerDecider.decideUsage(usage, state, usage.recordedEpochNanos);
            requireSame(
                    encoder.encodeUsage(usage, again, 0), length, "is rated or charged otherwise");
            rated++;
        } else {
            requireSame(encoder.encodeUsage(usage, again, 0), length, "is encoded otherwise");
        }
        int window = LeafHeader.memberOfWindow(leaf, 0);
        if (window >= 0) {
            members.computeIfAbsent(window, _ -> new MerkleFrontier()).append(leafHash);
        }
        state.evolveUsage(usage);
    }

    /** Records that the ledger wrote of its own follow from commands that are not stored. */
    private static boolean isOurs(UsageRecord usage) {
        return usage.source.startsWith(UsageRecord.RESERVED_SOURCES);
    }

    private void message(long position, int length) {
        long recorded = LeafHeader.recordedEpochNanos(leaf, 0);
        ApplicationMessage message = decoder.decodeMessage(leaf, 0, length);
        requireSame(
                encoder.encodeMessage(message, position, recorded, again, 0),
                length,
                "is encoded otherwise");
        state.skip(position, recorded);
    }

    private void event(long position, int length) {
        long recorded = LeafHeader.recordedEpochNanos(leaf, 0);
        LedgerEvent event = decoder.decode(leaf, 0, length);
        requireSame(
                encoder.encode(event, position, recorded, again, 0),
                length,
                "is encoded otherwise");
        Settlement step = step(event);
        if (followed != null || event instanceof TermsEvent.TermsApplied) {
            requireFollowed(event);
        }
        if (step != null) {
            requireDecided(step, event, recorded);
        }
        state.evolve(event, position, recorded);
        if (event instanceof WindowFenced fence) {
            MerkleFrontier tree = members.remove(state.names().windows.refOf(fence.window()));
            fenced.put(fence.window(), tree == null ? new MerkleFrontier() : tree);
        }
    }

    /** The command that a step of a window follows from, null for other events. */
    private @Nullable Settlement step(LedgerEvent event) {
        if (event instanceof WindowFenced e) {
            return new Settlement.FenceWindow(e.window());
        }
        if (event instanceof WindowSealed e) {
            MerkleFrontier tree = fenced.get(e.window());
            return new Settlement.SealWindow(
                    e.window(), e.records(), tree == null ? "" : tree.rootHex());
        }
        if (event instanceof WindowCalculated e) {
            statements += e.statements().size();
            return new Settlement.CalculateWindow(e.window());
        }
        if (event instanceof StatementsIssued e) {
            return new Settlement.IssueStatements(e.window());
        }
        return event instanceof WindowNetted e ? new Settlement.NetWindow(e.window()) : null;
    }

    /** The second event of a calculation stands right behind the first. */
    private void requireFollowed(LedgerEvent event) {
        if (!event.equals(followed)) {
            throw new LeafDamagedException(
                    "what agreements' conditions did does not follow from the events before");
        }
        followed = null;
    }

    private void requireDecided(LedgerCommand step, LedgerEvent event, long recorded) {
        LedgerRequest request = new LedgerRequest(step, "verifier", null);
        if (!(LedgerDecider.decide(request, state, recorded) instanceof Decision.Accepted accepted)
                || !accepted.events().getFirst().equals(event)) {
            throw new LeafDamagedException(
                    event.getClass().getSimpleName() + " does not follow from the events before");
        }
        if (event instanceof WindowCalculated && accepted.events().size() > 1) {
            followed = accepted.events().get(1);
        }
    }

    private boolean isOfThisVersion() {
        int at = MessageHeaderDecoder.versionEncodingOffset();
        return (leaf.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF)
                == MessageHeaderDecoder.SCHEMA_VERSION;
    }

    /** What an older program wrote cannot be written again by this one. */
    private void requireSame(int encoded, int length, String otherwise) {
        if (isOfThisVersion() && (encoded != length || !isSame(length))) {
            throw new LeafDamagedException(otherwise + " by the ledger");
        }
    }

    private boolean isSame(int length) {
        DirectBuffer one = leaf;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (one.getLong(i) != again.getLong(i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (one.getByte(i) != again.getByte(i)) {
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
