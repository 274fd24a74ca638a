package tallystick.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import org.jspecify.annotations.Nullable;
import tallystick.engine.Completion;

/**
 * Stage 3. Sees a slot only after its group was forced or the engine failed, and completes it in
 * either case: nobody waits for ever.
 */
final class AcknowledgeStage implements EventHandler<Slot> {

    private final FailStop stop;
    private final InFlight inFlight;

    AcknowledgeStage(FailStop stop, InFlight inFlight) {
        this.stop = stop;
        this.inFlight = inFlight;
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
        Completion completion = slot.completion;
        Throwable cause = stop.cause();
        try {
            complete(completion, slot, cause);
        } catch (Throwable broken) {
            stop.fail(broken);
        } finally {
            int weight = slot.weight;
            slot.clear();
            inFlight.leave(weight);
        }
    }

    private void complete(@Nullable Completion completion, Slot slot, @Nullable Throwable cause) {
        if (completion == null) {
            throw new IllegalStateException("a slot without a completion");
        }
        if (cause == null) {
            completion.answered(slot.answer);
        } else {
            completion.failed(stop.stopped());
        }
    }
}
