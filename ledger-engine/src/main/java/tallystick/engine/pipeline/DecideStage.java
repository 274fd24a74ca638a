package tallystick.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.Refusal;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.EventEncoder;

/**
 * Stage 1. Its thread alone touches the ledger: it stamps the time, decides, evolves and encodes
 * into the slot. It hands slots on before its batch ends, so that the journal writes while the rest
 * is decided.
 */
final class DecideStage implements EventHandler<Slot> {

    private static final int HAND_OVER_BYTES = 128 * 1024;
    private static final int HAND_OVER_SLOTS = 64;
    private static final int LOOK_AHEAD = 16;

    private final LedgerState state;
    private final MessageIndex messages;
    private final LongSupplier epochNanos;
    private final LeafBuffers buffers;
    private final FailStop stop;
    private final Runnable wakeNextStage;
    private final EventEncoder encoder = new EventEncoder();

    private @Nullable Sequence handedOver;
    private int bytesInHand;
    private int slotsInHand;

    // Written and never read: so that looking ahead is not optimised away.
    @SuppressWarnings("UnusedVariable")
    private long lookedAt;

    DecideStage(
            LedgerState state,
            MessageIndex messages,
            LongSupplier epochNanos,
            LeafBuffers buffers,
            FailStop stop,
            Runnable wakeNextStage) {
        this.state = state;
        this.messages = messages;
        this.epochNanos = epochNanos;
        this.buffers = buffers;
        this.stop = stop;
        this.wakeNextStage = wakeNextStage;
    }

    @Override
    public void setSequenceCallback(Sequence sequenceCallback) {
        handedOver = sequenceCallback;
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
        if (stop.cause() != null) {
            return;
        }
        try {
            decide(slot);
        } catch (Throwable broken) {
            stop.fail(broken);
            slot.dropLeaves();
        }
        handOver(slot.length, sequence, endOfBatch);
    }

    private void handOver(int bytes, long sequence, boolean endOfBatch) {
        bytesInHand += bytes;
        slotsInHand++;
        if (endOfBatch) {
            bytesInHand = 0;
            slotsInHand = 0;
        } else if (bytesInHand >= HAND_OVER_BYTES || slotsInHand >= HAND_OVER_SLOTS) {
            bytesInHand = 0;
            slotsInHand = 0;
            if (handedOver != null) {
                handedOver.set(sequence);
                wakeNextStage.run();
            }
        }
    }

    /** The time of entry: it never runs backwards, whatever the clock does. */
    private long now() {
        return Math.max(epochNanos.getAsLong(), state.lastRecordedEpochNanos());
    }

    private void decide(Slot slot) {
        LedgerRequest request = slot.request;
        List<ApplicationMessage> appended = slot.messages;
        Question<?> question = slot.question;
        if (question != null) {
            question.ask(state);
        } else if (appended != null) {
            append(appended, slot);
        } else if (request == null) {
            throw new IllegalStateException("a slot without a request");
        } else if (request.command() instanceof RecordUsage usage) {
            recordUsage(usage, slot);
        } else {
            decide(request, slot);
        }
    }

    private void decide(LedgerRequest request, Slot slot) {
        long now = now();
        slot.answer =
                switch (LedgerDecider.decide(request, state, now)) {
                    case Decision.Accepted d -> {
                        long position = evolve(d.events(), slot, now);
                        yield new Answer(position, d.resource(), null, false);
                    }
                    case Decision.Refused d -> {
                        long position = evolve(d.events(), slot, now);
                        yield new Answer(position, "", d.refusal(), false);
                    }
                    case Decision.Replayed d -> d.answer();
                };
    }

    /** Position of the last event, −1 when there is none. */
    private long evolve(List<LedgerEvent> events, Slot slot, long now) {
        if (events.isEmpty()) {
            return -1;
        }
        ExpandableArrayBuffer leaves = buffers.forFew(slot);
        for (LedgerEvent event : events) {
            long position = state.lastPosition() + 1;
            int length = encoder.encode(event, position, now, leaves, slot.nextLeaf());
            slot.addLeaf(leaves, position, length);
            state.evolve(event, position, now);
        }
        return state.lastPosition();
    }

    private void recordUsage(RecordUsage command, Slot slot) {
        List<UsageRecord> records = command.records();
        if (command.strict() && LedgerDecider.strictConflict(records, state)) {
            records.forEach(UsageRecord::clearOutcome);
            return;
        }
        long now = now();
        long newest = -1;
        ExpandableArrayBuffer leaves = buffers.forUsage(slot, records.size());
        for (int i = 0; i < records.size(); i++) {
            if (i % LOOK_AHEAD == 0) {
                int to = Math.min(records.size(), i + LOOK_AHEAD);
                lookedAt += LedgerDecider.lookAhead(records, i, to, state);
            }
            UsageRecord usage = records.get(i);
            LedgerDecider.decideUsage(usage, state, now);
            newest = Math.max(newest, usage.position);
            if (usage.status == UsageStatus.ACCEPTED || usage.status == UsageStatus.SUSPENDED) {
                int length = encoder.encodeUsage(usage, leaves, slot.nextLeaf());
                slot.addLeaf(leaves, usage.position, length);
                state.evolveUsage(usage);
            }
        }
        slot.answer = new Answer(newest, "", null, false);
    }

    private void append(List<ApplicationMessage> appended, Slot slot) {
        Refusal refusal = messages.check(appended);
        if (refusal != null) {
            slot.answer = new Answer(-1, "", refusal, false);
            return;
        }
        long now = now();
        ExpandableArrayBuffer leaves = buffers.forFew(slot);
        for (ApplicationMessage message : appended) {
            long position = state.lastPosition() + 1;
            int length = encoder.encodeMessage(message, position, now, leaves, slot.nextLeaf());
            slot.addLeaf(leaves, position, length);
            state.skip(position, now);
            messages.add(message, position);
        }
        slot.answer = new Answer(state.lastPosition(), "", null, false);
    }
}
