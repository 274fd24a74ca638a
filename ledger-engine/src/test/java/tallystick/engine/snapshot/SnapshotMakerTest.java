package tallystick.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.Recovery;

/** Snapshots are made while the ring works, and whatever goes wrong with them stays with them. */
class SnapshotMakerTest {

    private static final long SECONDS_60 = 60_000_000_000L;

    @TempDir Path directory;

    private EngineOptions options(long every) {
        return EngineFixture.options(directory, JournalKind.SEGMENT)
                .withSnapshots(new SnapshotOptions(directory.resolve("snapshots"), every, 0, 2));
    }

    /**
     * Snapshots under load, and a start from each of them gives the same ledger. Prints how long
     * requests took, for people; how fast this machine is is not a promise.
     */
    @Test
    void snapshotsAreMadeWhileTheRingWorks() throws Exception {
        EngineOptions options = options(1_000);
        String digest;
        SnapshotMetrics made;
        List<Long> nanos = new ArrayList<>();
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            AtomicBoolean enough = new AtomicBoolean();
            Thread producer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; !enough.get(); i++) {
                                            nanos.add(send(engine, i));
                                            // Above 100,000 records a second none is made.
                                            LockSupport.parkNanos(1_000_000);
                                        }
                                    });
            await(() -> engine.metrics().snapshots().made() >= 2);
            enough.set(true);
            producer.join();
            made = engine.metrics().snapshots();
            digest = EngineFixture.digest(engine);
        }
        assertEquals(0, made.failed());
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d requests of 64 while %d snapshots were made: p50 %d µs, p99 %d µs, most %d"
                        + " µs%n",
                sorted.length,
                made.made(),
                sorted[sorted.length / 2] / 1_000,
                sorted[sorted.length * 99 / 100] / 1_000,
                Arrays.stream(sorted).max().orElse(0) / 1_000);
        SnapshotStore store = new SnapshotStore(directory.resolve("snapshots"), 2);
        assertEquals(2, store.list().size());
        for (Path file : store.list()) {
            Snapshot snapshot = store.read(file, UsageHistory.NONE);
            Recovery recovery =
                    Recovery.of(
                            Journals.inspect(options.journal(), snapshot.map()).good(),
                            snapshot.state(),
                            snapshot.messages());
            assertEquals(digest, recovery.state().digest());
        }
        try (LedgerEngine engine = Engines.open(options)) {
            assertEquals(made.newestPosition(), engine.metrics().snapshots().newestPosition());
            assertEquals(digest, EngineFixture.digest(engine));
        }
    }

    private static long send(LedgerEngine engine, int number) {
        UsageRecord[] batch = new UsageRecord[64];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = World.usage(i % World.WALLETS, number + "-" + i);
        }
        long begin = System.nanoTime();
        EngineFixture.record(engine, batch);
        return System.nanoTime() - begin;
    }

    /** A disk, or a bug, that fails every snapshot: counted and told, and the ring goes on. */
    @Test
    void whenSnapshotsFailTheEngineGoesOn() throws Exception {
        // A file is where the directory should be.
        Files.writeString(directory.resolve("snapshots"), "in the way");
        try (LedgerEngine engine = Engines.open(options(1))) {
            EngineFixture.setUp(engine);
            await(() -> engine.metrics().snapshots().failed() >= 1);
            assertTrue(engine.isReady());
            send(engine, 1);
            assertEquals(0, engine.metrics().snapshots().made());
        }
    }

    @Test
    void anErrorInTheMakerIsCountedAndTriedAgain() throws Exception {
        try (Journal journal = filled()) {
            AtomicBoolean broken = new AtomicBoolean(true);
            Journal failing =
                    new ForwardingJournal(journal) {
                        @Override
                        public @Nullable JournalMap map(long position) {
                            if (broken.get()) {
                                throw new OutOfMemoryError("injected");
                            }
                            return super.map(position);
                        }
                    };
            try (SnapshotMaker maker = maker(failing, 0, Long.MAX_VALUE)) {
                await(() -> maker.metrics().failed() >= 1);
                broken.set(false);
                await(() -> maker.metrics().made() >= 1);
            }
        }
    }

    @Test
    void noneIsBegunWithoutRoomForASecondLedger() throws Exception {
        try (Journal journal = filled()) {
            try (SnapshotMaker maker = maker(journal, 10L << 20, 11L << 20)) {
                await(() -> maker.metrics().skipped() >= 1);
                assertEquals(0, maker.metrics().made());
            }
            try (SnapshotMaker maker = maker(journal, 10L << 20, 100L << 20)) {
                await(() -> maker.metrics().made() >= 1);
                assertEquals(0, maker.metrics().skipped());
            }
        }
    }

    private SnapshotMaker maker(Journal journal, long liveBytes, long freeBytes) {
        SnapshotOptions options = new SnapshotOptions(directory.resolve("snapshots"), 1, 0, 2);
        return new SnapshotMaker(
                options,
                new SnapshotStore(options.directory(), 2),
                journal,
                -1,
                () -> liveBytes,
                () -> freeBytes);
    }

    private Journal filled() throws IOException {
        EngineOptions options = options(0);
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
        }
        return Journals.open(options.journal());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + SECONDS_60;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "not within a minute");
            Thread.sleep(20);
        }
    }
}
