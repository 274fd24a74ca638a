package tallystick.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.snapshot.SnapshotOptions;

/**
 * How to open an engine.
 *
 * @param journal where and how events are kept
 * @param snapshots where and when the ledger's state is kept
 * @param ringSlots requests the ring holds, a power of two from 2
 * @param maxInFlightRecords usage records on the ring at a time, 1 or more: bounds memory
 * @param submitDeadlineMillis how long a producer waits for room, 0 or more
 * @param reservedRecords usage records that the ledger makes room for at the start, 0 …
 *     1,000,000,000, some 28 bytes each: up to so many, remembering one allocates nothing
 * @param epochNanos the clock, nanoseconds since 1970; it may jump, recorded times never go back
 * @param onFailure told once when the engine cannot go on: the place to halt the process; called on
 *     a ring thread, must not wait for the engine
 */
public record EngineOptions(
        JournalOptions journal,
        SnapshotOptions snapshots,
        int ringSlots,
        int maxInFlightRecords,
        long submitDeadlineMillis,
        long reservedRecords,
        LongSupplier epochNanos,
        Consumer<Throwable> onFailure) {

    private static final int FRAME_BYTES = 8 * 1024 * 1024;

    public EngineOptions {
        if (Integer.bitCount(ringSlots) != 1 || ringSlots < 2) {
            throw new IllegalArgumentException("ringSlots must be a power of two");
        }
        if (maxInFlightRecords < 1 || submitDeadlineMillis < 0) {
            throw new IllegalArgumentException("maxInFlightRecords or submitDeadlineMillis");
        }
        if (reservedRecords < 0 || reservedRecords > LedgerState.MAX_RESERVED_RECORDS) {
            throw new IllegalArgumentException("reservedRecords must be 0 … 1000000000");
        }
    }

    /**
     * Defaults: the journal in {@code <directory>/journal}, snapshots in {@code snapshots} beside
     * it, 16,384 slots, 131,072 records, one second, nothing reserved, the system's clock, and
     * nobody told of a failure.
     */
    public static EngineOptions of(Path directory, JournalKind kind) {
        return of(JournalOptions.of(directory.resolve("journal"), kind));
    }

    /** The same defaults over a journal of one's own choice. */
    public static EngineOptions of(JournalOptions journal) {
        return new EngineOptions(
                journal,
                SnapshotOptions.of(journal.directory().resolveSibling("snapshots")),
                1 << 14,
                1 << 17,
                1_000,
                0,
                EngineOptions::systemEpochNanos,
                _ -> {});
    }

    public EngineOptions withRing(int slots, int inFlightRecords, long deadlineMillis) {
        return new EngineOptions(
                journal,
                snapshots,
                slots,
                inFlightRecords,
                deadlineMillis,
                reservedRecords,
                epochNanos,
                onFailure);
    }

    /** The same with room for so many usage records from the start. */
    public EngineOptions withReserved(long records) {
        return new EngineOptions(
                journal,
                snapshots,
                ringSlots,
                maxInFlightRecords,
                submitDeadlineMillis,
                records,
                epochNanos,
                onFailure);
    }

    public EngineOptions withClock(LongSupplier clock) {
        return new EngineOptions(
                journal,
                snapshots,
                ringSlots,
                maxInFlightRecords,
                submitDeadlineMillis,
                reservedRecords,
                clock,
                onFailure);
    }

    public EngineOptions withOnFailure(Consumer<Throwable> listener) {
        return new EngineOptions(
                journal,
                snapshots,
                ringSlots,
                maxInFlightRecords,
                submitDeadlineMillis,
                reservedRecords,
                epochNanos,
                listener);
    }

    /** The same over a journal with other options. */
    public EngineOptions withJournal(JournalOptions other) {
        return new EngineOptions(
                other,
                snapshots,
                ringSlots,
                maxInFlightRecords,
                submitDeadlineMillis,
                reservedRecords,
                epochNanos,
                onFailure);
    }

    /** The same with snapshots elsewhere or at other times. */
    public EngineOptions withSnapshots(SnapshotOptions other) {
        return new EngineOptions(
                journal,
                other,
                ringSlots,
                maxInFlightRecords,
                submitDeadlineMillis,
                reservedRecords,
                epochNanos,
                onFailure);
    }

    /** Where the indexes for readers are: {@code index} beside the journal's directory. */
    Path indexDirectory() {
        return journal.directory().toAbsolutePath().resolveSibling("index");
    }

    /** Longest payload of a frame: 8 MiB, or what the journal takes if that is less. */
    int frameBytes() {
        return Math.min(FRAME_BYTES, journal.maxPayloadBytes());
    }

    private static long systemEpochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
