package tallystick.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.Decision;
import tallystick.domain.HoldAnswer;
import tallystick.domain.LedgerCommand;
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

    private static final LedgerRequest PASS_DEADLINE =
            new LedgerRequest(new LedgerCommand.PassDeadline(), "ledger", null);

    private final LedgerState state;
    private final RecordedUsage history;
    private final MessageIndex messages;
    private final LongSupplier epochNanos;
    private final LeafBuffers buffers;
    private final FailStop stop;
    private final Runnable wakeNextStage;
    private final EventEncoder encoder = new EventEncoder();

    private @Nullable Sequence handedOver;
    private volatile long nextDeadlineEpochNanos;
    private long deciding;
    private int bytesInHand;
    private int slotsInHand;

    // Written and never read: so that looking ahead is not optimised away.
    @SuppressWarnings("UnusedVariable")
    private long lookedAt;

    DecideStage(
            LedgerState state,
            RecordedUsage history,
            MessageIndex messages,
            LongSupplier epochNanos,
            LeafBuffers buffers,
            FailStop stop,
            Runnable wakeNextStage) {
        this.state = state;
        this.history = history;
        this.messages = messages;
        this.epochNanos = epochNanos;
        this.buffers = buffers;
        this.stop = stop;
        this.wakeNextStage = wakeNextStage;
        nextDeadlineEpochNanos = state.nextDeadlineEpochNanos();
        history.waitWith(this::handOverEarlier, stop);
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
        deciding = sequence;
        try {
            decide(slot);
        } catch (Throwable broken) {
            stop.fail(broken);
            slot.dropLeaves();
        }
        nextDeadlineEpochNanos = state.nextDeadlineEpochNanos();
        handOver(slot.length, sequence, endOfBatch);
    }

    /** The ledger's earliest stored deadline, from any thread. */
    long nextDeadlineEpochNanos() {
        return nextDeadlineEpochNanos;
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

    /** Lets the journal have every slot before the one at hand. */
    private void handOverEarlier() {
        if (handedOver != null && handedOver.get() < deciding - 1) {
            handedOver.set(deciding - 1);
            wakeNextStage.run();
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
        ExpandableArrayBuffer leaves = buffers.forFew(slot);
        passDeadlines(leaves, slot, now);
        slot.answer =
                switch (LedgerDecider.decide(request, state, now)) {
                    case Decision.Accepted d -> {
                        long position = evolve(d.events(), leaves, slot, now);
                        yield new Answer(
                                position, d.resource(), null, false, hold(request, d.resource()));
                    }
                    case Decision.Refused d -> {
                        long position = evolve(d.events(), leaves, slot, now);
                        yield new Answer(position, "", d.refusal(), false);
                    }
                    case Decision.Replayed d -> d.answer();
                };
    }

    private @Nullable HoldAnswer hold(LedgerRequest request, String hold) {
        return request.command() instanceof LedgerCommand.Holds ? state.holdAnswer(hold) : null;
    }

    /** Does what is due before anything else is decided, whether a timer has asked or not. */
    private void passDeadlines(ExpandableArrayBuffer leaves, Slot slot, long now) {
        while (state.nextDeadlineEpochNanos() <= now) {
            Decision passed = LedgerDecider.decide(PASS_DEADLINE, state, now);
            if (!(passed instanceof Decision.Accepted d) || d.events().isEmpty()) {
                throw new IllegalStateException("a due deadline does not pass: " + passed);
            }
            evolve(d.events(), leaves, slot, now);
        }
    }

    /** Position of the last event, −1 when there is none. */
    private long evolve(
            List<LedgerEvent> events, ExpandableArrayBuffer leaves, Slot slot, long now) {
        if (events.isEmpty()) {
            return -1;
        }
        for (LedgerEvent event : events) {
            if (event instanceof LedgerEvent.UsageRecorded run) {
                run.records().forEach(usage -> evolveUsage(usage, leaves, slot));
            } else {
                long position = state.lastPosition() + 1;
                int length = encoder.encode(event, position, now, leaves, slot.nextLeaf());
                slot.addLeaf(leaves, position, length);
                state.evolve(event, position, now);
            }
        }
        return state.lastPosition();
    }

    private void evolveUsage(UsageRecord usage, ExpandableArrayBuffer leaves, Slot slot) {
        int length = encoder.encodeUsage(usage, leaves, slot.nextLeaf());
        slot.addLeaf(leaves, usage.position, length);
        state.evolveUsage(usage);
    }

    private void recordUsage(RecordUsage command, Slot slot) {
        List<UsageRecord> records = command.records();
        long now = now();
        ExpandableArrayBuffer leaves = buffers.forUsage(slot, records.size());
        passDeadlines(leaves, slot, now);
        if (command.strict() && LedgerDecider.strictConflict(records, state)) {
            records.forEach(UsageRecord::clearOutcome);
            return;
        }
        long newest = -1;
        for (int i = 0; i < records.size(); i++) {
            if (i % LOOK_AHEAD == 0) {
                int to = Math.min(records.size(), i + LOOK_AHEAD);
                lookedAt += LedgerDecider.lookAhead(records, i, to, state);
            }
            UsageRecord usage = records.get(i);
            history.current(records, i);
            LedgerDecider.decideUsage(usage, state, now);
            newest = Math.max(newest, usage.position);
            if (usage.status == UsageStatus.ACCEPTED || usage.status == UsageStatus.SUSPENDED) {
                evolveUsage(usage, leaves, slot);
            }
        }
        history.current(List.of(), 0);
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
