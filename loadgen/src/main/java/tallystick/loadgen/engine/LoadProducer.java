package tallystick.loadgen.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineBusyException;
import tallystick.engine.LedgerEngine;

/**
 * One sending thread. It does what an edge does for each record, looks its names up and seals it,
 * and keeps a few requests on the ring. What it sends first has numbers without gaps.
 */
final class LoadProducer implements Runnable {

    /** Bits of a record's number that count within its producer. */
    static final int NUMBER_BITS = 40;

    private static final int SAMPLE_EVERY = 8;
    private static final int SAMPLED_FROM_RECORDS = 64;
    private static final long SHARE = 1L << 32;
    private static final long REPEATS = 0xD1B54A32D192ED03L;

    /** Duplicates repeat one of so many records sent last: what a resending gateway does. */
    private static final long REPEAT_WITHIN = 1 << 20;

    private final EngineLoadOptions options;
    private final LedgerEngine engine;
    private final LoadFacts facts;
    private final LoadTally tally;
    private final long firstNumber;
    private final long toSend;
    private final long startNanos;
    private final long everyNanos;
    private final Semaphore room;
    private final List<LoadBatch> batches = new ArrayList<>();
    private final UsageIdentity identity = new UsageIdentity();
    private final RecordId ids;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] outcomes = new long[UsageStatus.values().length];
    private boolean namesKnown;
    private long sent;
    private long numbers;
    private long refused;
    private long cpuNanos;
    private long sampledRecords;
    private long sealNanos;
    private long lookUpNanos;

    /**
     * @param index 0 … producers − 1
     * @param startNanos when the run begins, as {@link System#nanoTime}
     */
    LoadProducer(
            EngineLoadOptions options,
            LedgerEngine engine,
            LoadFacts facts,
            LoadTally tally,
            int index,
            long startNanos) {
        this.options = options;
        this.engine = engine;
        this.facts = facts;
        this.tally = tally;
        this.startNanos = startNanos;
        firstNumber = (long) index << NUMBER_BITS;
        long share = options.events() / options.producers();
        toSend = index == 0 ? options.events() - share * (options.producers() - 1) : share;
        long rate = options.eventsPerSecond();
        long nanosOfBatch = TimeUnit.SECONDS.toNanos(options.batch()) * options.producers();
        everyNanos = rate == 0 ? 0 : nanosOfBatch / rate;
        room = new Semaphore(options.inFlight());
        for (int i = 0; i < options.inFlight(); i++) {
            batches.add(new LoadBatch(tally, room, options.batch()));
        }
        ids = new RecordId(options.seed());
    }

    @Override
    public void run() {
        try {
            for (long i = 0; sent < toSend && tally.failure() == null; i++) {
                room.acquire();
                send(batches.get((int) (i % batches.size())), i);
            }
            room.acquire(options.inFlight());
            batches.forEach(this::countOutcomes);
        } catch (InterruptedException | RuntimeException broken) {
            tally.failed(broken);
        } finally {
            cpuNanos = threads.getCurrentThreadCpuTime();
        }
    }

    private void send(LoadBatch batch, long index) throws InterruptedException {
        countOutcomes(batch);
        namesKnown = namesKnown || facts.learn(engine.names());
        batch.use((int) Math.min(options.batch(), toSend - sent));
        if (everyNanos > 0) {
            batch.intendedNanos = startNanos + index * everyNanos;
            waitUntil(batch.intendedNanos);
        } else {
            batch.intendedNanos = System.nanoTime();
        }
        if (index % SAMPLE_EVERY == 0 && batch.size() >= SAMPLED_FROM_RECORDS) {
            makeMeasured(batch);
        } else {
            make(batch);
        }
        batch.sentNumbers = numbers;
        submit(batch);
    }

    private void countOutcomes(LoadBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            outcomes[batch.record(i).status.ordinal()]++;
        }
    }

    private void make(LoadBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            UsageRecord usage = batch.record(i);
            fill(usage);
            identity.seal(usage);
            engine.names().lookUp(usage);
        }
    }

    private void fill(UsageRecord usage) {
        long number = firstNumber + nextNumber();
        facts.fill(usage, number, ids.of(number));
    }

    private long nextNumber() {
        long random = RecordId.scramble(sent++ ^ (options.seed() * REPEATS + firstNumber));
        long share = (long) (options.duplicates() * SHARE);
        if (numbers == 0 || (random & (SHARE - 1)) >= share) {
            return numbers++;
        }
        long oldest = Math.max(0, numbers - REPEAT_WITHIN);
        return oldest + (random >>> 33) % (numbers - oldest);
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** The same in three passes, so that two of them can be timed. */
    private void makeMeasured(LoadBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            fill(batch.record(i));
        }
        long begin = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < batch.size(); i++) {
            identity.seal(batch.record(i));
        }
        long sealed = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < batch.size(); i++) {
            engine.names().lookUp(batch.record(i));
        }
        lookUpNanos += threads.getCurrentThreadCpuTime() - sealed;
        sealNanos += sealed - begin;
        sampledRecords += batch.size();
    }

    private void submit(LoadBatch batch) throws InterruptedException {
        while (true) {
            try {
                engine.submit(batch.request(), batch);
                return;
            } catch (EngineBusyException busy) {
                refused++;
                Thread.sleep(Math.min(busy.retryAfterMillis(), 10));
            }
        }
    }

    /** Records sent whose outcome was this one. */
    long outcomes(UsageStatus status) {
        return outcomes[status.ordinal()];
    }

    /** Records sent for the first time. */
    long numbers() {
        return numbers;
    }

    /** Refusals because the engine was busy; each was sent again. */
    long refused() {
        return refused;
    }

    /** CPU time of the whole thread, nanoseconds. */
    long cpuNanos() {
        return cpuNanos;
    }

    /** CPU nanoseconds of sealing a record, −1 when batches were too small to measure. */
    long sealNanosPerRecord() {
        return sampledRecords == 0 ? -1 : sealNanos / sampledRecords;
    }

    /** CPU nanoseconds of looking a record's names up, −1 when not measured. */
    long lookUpNanosPerRecord() {
        return sampledRecords == 0 ? -1 : lookUpNanos / sampledRecords;
    }
}
