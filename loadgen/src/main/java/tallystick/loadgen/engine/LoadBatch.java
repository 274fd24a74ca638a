package tallystick.loadgen.engine;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.Completion;

/**
 * One request and its records, sent again with other facts when it was answered. Its producer owns
 * it but between sending and the answer.
 */
final class LoadBatch implements Completion {

    private final LoadTally tally;
    private final Semaphore room;
    private final List<UsageRecord> carriers;
    private final LedgerRequest whole;
    private int size;

    /** When it was meant to be sent, as {@link System#nanoTime}. */
    long intendedNanos;

    /** How many first sightings the producer has sent when this one is answered. */
    long sentNumbers;

    LoadBatch(LoadTally tally, Semaphore room, int records) {
        this.tally = tally;
        this.room = room;
        carriers = Stream.generate(UsageRecord::new).limit(records).toList();
        whole = request(carriers);
    }

    private static LedgerRequest request(List<UsageRecord> records) {
        return new LedgerRequest(new RecordUsage(records, false), "load", null);
    }

    /** The first {@code count} records are used this time. */
    void use(int count) {
        size = count;
    }

    int size() {
        return size;
    }

    UsageRecord record(int index) {
        return carriers.get(index);
    }

    LedgerRequest request() {
        return size == carriers.size() ? whole : request(carriers.subList(0, size));
    }

    @Override
    public void answered(Answer answer) {
        tally.answered(System.nanoTime() - intendedNanos, size, sentNumbers);
        room.release();
    }

    @Override
    public void failed(Throwable cause) {
        tally.failed(cause);
        room.release();
    }
}
