package tallystick.engine.pipeline;

import com.lmax.disruptor.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.Completion;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.journal.Journal;

/**
 * The three stages on one thread, moved by whoever owns it: the same stages, with every order they
 * can run in as a choice, so that a seed replays exactly. For simulation only.
 */
public final class SteppedPipeline {

    private final FailStop stop;
    private final InFlight inFlight;
    private final DecideStage decide;
    private final JournalStage journal;
    private final AcknowledgeStage acknowledge;
    private final Sequence handedOver = new Sequence();
    private final Slot[] ring;
    private long offered;
    private long decided;
    private long journaled;
    private long acknowledged;

    /**
     * Arguments as of {@link LedgerPipeline}; the deadline of the settings is not used, as a full
     * ring refuses at once.
     */
    public SteppedPipeline(
            PipelineSettings settings,
            Journal journal,
            LedgerState state,
            RecordedUsage history,
            MessageIndex messages,
            FailStop stop) {
        this.stop = stop;
        inFlight = new InFlight(settings.maxInFlightRecords());
        ring = new Slot[settings.ringSlots()];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Slot();
        }
        LeafBuffers buffers = new LeafBuffers();
        decide =
                new DecideStage(
                        state,
                        history,
                        messages,
                        settings.epochNanos(),
                        buffers,
                        stop,
                        this::journalHandedOver);
        decide.setSequenceCallback(handedOver);
        this.journal =
                new JournalStage(
                        journal,
                        settings.frameBytes(),
                        buffers,
                        new DiskSpace(),
                        stop,
                        new PipelineMeter());
        acknowledge = new AcknowledgeStage(stop, inFlight);
    }

    /**
     * Puts a request on the ring.
     *
     * @return false when it is full: nothing was taken
     * @throws EngineStoppedException when a stage has failed
     */
    public boolean offer(LedgerRequest request, Completion completion) {
        Limits.check(request);
        int weight =
                request.command() instanceof RecordUsage usage
                        ? Math.max(1, usage.records().size())
                        : 1;
        return offer(request, null, weight, completion);
    }

    /**
     * Puts messages of the application on the ring; as {@link #offer(LedgerRequest, Completion)}.
     */
    public boolean offer(List<ApplicationMessage> messages, Completion completion) {
        Limits.check(messages);
        return offer(null, List.copyOf(messages), Math.max(1, messages.size()), completion);
    }

    private boolean offer(
            @Nullable LedgerRequest request,
            @Nullable List<ApplicationMessage> messages,
            int weight,
            Completion completion) {
        if (!stop.isReady()) {
            throw stop.stopped();
        }
        if (offered - acknowledged == ring.length || !inFlight.tryEnter(weight)) {
            return false;
        }
        Slot slot = slot(offered++);
        slot.request = request;
        slot.messages = messages;
        slot.completion = completion;
        slot.weight = weight;
        return true;
    }

    /** Requests that wait to be decided. */
    public int undecided() {
        return (int) (offered - decided);
    }

    /** Requests that wait to be journaled. */
    public int unjournaled() {
        return (int) (decided - journaled);
    }

    /** Requests that wait to be answered. */
    public int unanswered() {
        return (int) (journaled - acknowledged);
    }

    /** Decides the next requests, as one batch of the stage, {@code count} 1 … undecided. */
    public void decide(int count) {
        for (int i = 1; i <= count; i++) {
            decide.onEvent(slot(decided), decided, i == count);
            decided++;
        }
    }

    /** Journals the next requests as one group with one force, {@code count} 1 … unjournaled. */
    public void journal(int count) {
        for (int i = 1; i <= count; i++) {
            journal.onEvent(slot(journaled), journaled, i == count);
            journaled++;
        }
        handedOver.set(journaled - 1);
    }

    /** Answers the next requests, {@code count} 1 … unanswered. */
    public void acknowledge(int count) {
        for (int i = 1; i <= count; i++) {
            acknowledge.onEvent(slot(acknowledged), acknowledged, i == count);
            acknowledged++;
        }
    }

    /** The deciding stage waits for what it has just handed over: here nobody else would move. */
    private void journalHandedOver() {
        int waiting = (int) (handedOver.get() + 1 - journaled);
        if (waiting > 0) {
            journal(waiting);
        }
    }

    private Slot slot(long sequence) {
        return ring[(int) (sequence & (ring.length - 1))];
    }
}
