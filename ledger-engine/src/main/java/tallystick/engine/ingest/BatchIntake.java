package tallystick.engine.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;
import tallystick.engine.ingest.IngestBatch.Rejection;
import tallystick.engine.ingest.rule.AttributesCheck;
import tallystick.engine.ingest.rule.UsageCheck;
import tallystick.engine.ingest.rule.UsageFaults;
import tallystick.engine.ingest.rule.UsageFaults.Fault;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;
import tallystick.engine.ingest.wire.Verdict;

/**
 * From a batch's bytes to the ring: decodes, checks, seals, looks names up, submits. Every batch
 * that is taken is answered exactly once, on the ring's thread or here. One thread.
 */
final class BatchIntake {

    /** Whoever sends where nobody is asked who they are: as over HTTP. */
    private static final String ACTOR = "anonymous";

    private static final String CONFLICT =
            "an item has the source and id of another record with other facts; nothing of the"
                    + " batch was applied";

    private final LedgerEngine engine;
    private final Consumer<IngestBatch> answers;
    private final RecordBatchReader reader = new RecordBatchReader();
    private final UsageIdentity identity = new UsageIdentity();
    private final UsageFaults faults = new UsageFaults();
    private final UsageCheck check;
    private @Nullable IngestWriter writer;
    private long lastBatch = -1;

    /**
     * @param answers told of each batch once it is decided and durable, or refused; must not block
     */
    BatchIntake(LedgerEngine engine, AttributesCheck attributes, Consumer<IngestBatch> answers) {
        this.engine = engine;
        this.answers = answers;
        check = new UsageCheck(attributes);
    }

    /** From now on batches are this writer's. */
    void ofWriter(IngestWriter known) {
        writer = known;
    }

    /** Number of the batch that could not be taken, −1 when it is not known or none is. */
    long lastBatch() {
        return lastBatch;
    }

    /**
     * Takes the batch in a frame.
     *
     * @throws IOException when the frame is malformed: nothing of it was taken
     * @throws EngineStoppedException when the engine has stopped: nothing of it was taken
     */
    void take(UnsafeBuffer frame, int payloadBytes) throws IOException {
        lastBatch = -1;
        int count = reader.open(frame);
        lastBatch = reader.batch();
        IngestBatch batch =
                new IngestBatch(
                        lastBatch, reader.isStrict(), reader.isMinimal(), payloadBytes, count);
        for (int i = 0; i < count; i++) {
            UsageRecord usage = reader.next(faults);
            check.check(usage, reader.kind(), faults);
            if (faults.isEmpty()) {
                identity.seal(usage);
                engine.names().lookUp(usage);
                batch.records.add(usage);
            } else {
                batch.rejections.add(new Rejection(i, faults.take()));
            }
        }
        reader.close();
        IngestWriter known = writer;
        if (known != null) {
            if (!known.isGood()) {
                throw new FrameException(
                        FarewellReason.NOT_AUTHENTICATED, "the credential is no longer good");
            }
            rejectWhatIsNotOwn(batch, known);
        }
        submit(batch);
        lastBatch = -1;
    }

    /** Moves records that the writer may not write to the rejected ones, in their places. */
    private static void rejectWhatIsNotOwn(IngestBatch batch, IngestWriter writer) {
        List<@Nullable Fault> faults = writer.judge(batch.records);
        if (faults.stream().allMatch(Objects::isNull)) {
            return;
        }
        List<UsageRecord> own = new ArrayList<>();
        List<Rejection> all = new ArrayList<>();
        int nextRejection = 0;
        for (int i = 0; i < batch.records.size(); i++) {
            while (nextRejection < batch.rejections.size()
                    && batch.rejections.get(nextRejection).index() == own.size() + all.size()) {
                all.add(batch.rejections.get(nextRejection++));
            }
            Fault fault = faults.get(i);
            if (fault == null) {
                own.add(batch.records.get(i));
            } else {
                all.add(new Rejection(own.size() + all.size(), List.of(fault)));
            }
        }
        all.addAll(batch.rejections.subList(nextRejection, batch.rejections.size()));
        batch.records.clear();
        batch.records.addAll(own);
        batch.rejections.clear();
        batch.rejections.addAll(all);
    }

    private void submit(IngestBatch batch) {
        if (batch.strict && !batch.rejections.isEmpty()) {
            String detail =
                    batch.rejections.size()
                            + " items are malformed; nothing of the batch was applied";
            answers.accept(batch.with(Verdict.STRICT_REFUSED, detail));
            return;
        }
        if (batch.records.isEmpty()) {
            answers.accept(batch);
            return;
        }
        RecordUsage command = new RecordUsage(batch.records, batch.strict);
        try {
            IngestWriter known = writer;
            String actor = known == null ? ACTOR : known.actor();
            engine.submit(new LedgerRequest(command, actor, null), new Reply(batch, answers));
        } catch (EngineBusyException busy) {
            batch.retryAfterMillis = (int) Math.min(Integer.MAX_VALUE, busy.retryAfterMillis());
            answers.accept(batch.with(Verdict.BUSY, String.valueOf(busy.getMessage())));
        }
    }

    private record Reply(IngestBatch batch, Consumer<IngestBatch> answers) implements Completion {

        @Override
        public void answered(Answer answer) {
            boolean isConflict =
                    batch.strict && batch.records.getFirst().status == UsageStatus.NOT_APPLIED;
            answers.accept(isConflict ? batch.with(Verdict.STRICT_CONFLICT, CONFLICT) : batch);
        }

        @Override
        public void failed(Throwable cause) {
            answers.accept(batch.with(Verdict.STOPPED, String.valueOf(cause.getMessage())));
        }
    }
}
