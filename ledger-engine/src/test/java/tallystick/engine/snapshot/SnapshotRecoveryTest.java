package tallystick.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.domain.Answer;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineFixture;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.journal.JournalCorruptException;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.JournalCheck;
import tallystick.engine.replay.Recovery;
import tallystick.engine.replay.ReplayObserver;

/** A start from a snapshot is a start from the first event, only sooner. */
class SnapshotRecoveryTest {

    @TempDir Path directory;

    /** Snapshots at every close, however little happened, and never else. */
    private EngineOptions options(Path node, JournalKind kind) {
        return EngineFixture.options(node, kind)
                .withSnapshots(new SnapshotOptions(node.resolve("snapshots"), 0, 1, 2));
    }

    private static EngineOptions without(EngineOptions options) {
        return options.withSnapshots(
                new SnapshotOptions(Path.of("/nonexistent/snapshots"), 0, 0, 1));
    }

    private static String fromZero(EngineOptions options) throws IOException {
        return Recovery.of(Journals.inspect(options.journal()).good(), UsageHistory.NONE)
                .state()
                .digest();
    }

    @ParameterizedTest
    @EnumSource
    void manyLivesWithSnapshotsAreOneLifeWithout(JournalKind kind) throws IOException {
        EngineOptions options = options(directory.resolve("a"), kind);
        Traffic interrupted = new Traffic(4);
        Traffic straight = new Traffic(4);
        String digest = "";
        for (int life = 0; life < 6; life++) {
            try (LedgerEngine engine = Engines.open(options)) {
                long newest = engine.metrics().snapshots().newestPosition();
                assertEquals(engine.lastDurablePosition(), newest, "started from the snapshot");
                if (life == 0) {
                    EngineFixture.setUp(engine);
                } else {
                    assertEquals(digest, EngineFixture.digest(engine));
                }
                interrupted.run(engine, 300);
                digest = EngineFixture.digest(engine);
            }
            assertEquals(digest, fromZero(options), "from zero");
        }
        try (LedgerEngine engine = Engines.open(without(options(directory.resolve("b"), kind)))) {
            EngineFixture.setUp(engine);
            straight.run(engine, 6 * 300);
            assertEquals(straight.answers(), interrupted.answers());
            assertEquals(EngineFixture.digest(engine), digest);
        }
    }

    @Test
    void whatWasAnsweredOnceIsAnsweredTheSameAfterAStartFromASnapshot() throws IOException {
        EngineOptions options = options(directory, JournalKind.SEGMENT);
        HoldTerms terms =
                new HoldTerms(
                        "h",
                        World.walletName(0),
                        "llama-3.3-70b",
                        "kr-sejong-1",
                        null,
                        List.of(10L, 0L, 0L, 0L, 0L, 0L),
                        100,
                        60_000_000_000L,
                        3_600_000_000_000L,
                        HoldTerms.OnExpiry.RELEASE);
        List<Long> used = List.of(10L, 0L, 0L, 0L, 0L, 0L, 7L, 0L, 0L, 0L);
        Answer opened;
        Answer extended;
        long position;
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            UsageRecord usage = World.usage(0, "same");
            position = EngineFixture.record(engine, usage).position();
            opened = EngineFixture.ask(engine, new Holds.OpenHold(terms));
            extended = EngineFixture.ask(engine, new Holds.ExtendHold("h", 1, used, 50));
        }
        for (int start = 0; start < 2; start++) {
            try (LedgerEngine engine = Engines.open(options)) {
                long last = engine.lastDurablePosition();
                assertEquals(last, engine.metrics().snapshots().newestPosition());
                UsageRecord again = World.usage(0, "same");
                EngineFixture.record(engine, again);
                assertEquals(UsageStatus.DUPLICATE, again.status);
                assertEquals(position, again.position);
                UsageRecord other = World.unsealed(0, "same");
                other.tokens[0]++;
                EngineFixture.record(engine, World.sealed(other));
                assertEquals(UsageStatus.CONFLICT, other.status);
                assertEquals(
                        opened.hold(), EngineFixture.ask(engine, new Holds.OpenHold(terms)).hold());
                assertEquals(
                        extended.hold(),
                        EngineFixture.ask(engine, new Holds.ExtendHold("h", 1, used, 50)).hold());
                assertEquals(last, engine.lastDurablePosition(), "nothing happened");
            }
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsCleared() throws IOException {
        EngineOptions options = options(directory, JournalKind.SEGMENT);
        Engines.open(options).close();
        Path snapshots = directory.resolve("snapshots");
        Files.createDirectories(snapshots);
        Path draft = snapshots.resolve("%020d.snapshot.draft".formatted(5));
        Files.writeString(draft, "half");
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            assertFalse(Files.exists(draft));
            assertEquals(-1, engine.metrics().snapshots().newestPosition());
        }
    }

    /** A snapshot of more than the journal has, as when the journal alone was restored. */
    @Test
    void aSnapshotBeyondTheJournalsEndIsNotUsed() throws IOException {
        EngineOptions options = options(directory, JournalKind.SEGMENT);
        Path backup = directory.resolve("backup");
        String digest;
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            new Traffic(1).run(engine, 100);
            digest = EngineFixture.digest(engine);
        }
        copy(directory.resolve("journal"), backup.resolve("journal"));
        Files.copy(directory.resolve("journal.size"), backup.resolve("journal.size"));
        try (LedgerEngine engine = Engines.open(options)) {
            new Traffic(2).run(engine, 100);
        }
        Files.delete(newest());
        copy(directory.resolve("snapshots"), backup.resolve("snapshots"));
        // Of the two that were made, only the older is of what the backup has.
        try (LedgerEngine engine = Engines.open(options(backup, JournalKind.SEGMENT))) {
            assertEquals(digest, EngineFixture.digest(engine));
        }
        try (LedgerEngine engine = Engines.open(options)) {
            new Traffic(3).run(engine, 10);
        }
        Path beyond = newest();
        Files.copy(beyond, backup.resolve("snapshots").resolve(beyond.getFileName()));
        try (LedgerEngine engine = Engines.open(options(backup, JournalKind.SEGMENT))) {
            assertEquals(digest, EngineFixture.digest(engine));
            assertTrue(
                    Files.exists(
                            backup.resolve("snapshots")
                                    .resolve(beyond.getFileName() + ".refused")));
        }
    }

    /** A journal that went another way since: same length or longer, other events. */
    @Test
    void aSnapshotOfAnotherPastIsNotUsed() throws IOException {
        EngineOptions options = options(directory.resolve("a"), JournalKind.SEGMENT);
        EngineOptions other = options(directory.resolve("b"), JournalKind.SEGMENT);
        live(options, 1, 50);
        live(other, 2, 100);
        copy(directory.resolve("a").resolve("snapshots"), directory.resolve("c"));
        String digest = fromZero(other);
        EngineOptions mixed =
                other.withSnapshots(new SnapshotOptions(directory.resolve("c"), 0, 0, 2));
        StartingPoint<?> start =
                StartingPoint.find(
                        new SnapshotStore(directory.resolve("c"), 2),
                        UsageHistory.NONE,
                        map -> Journals.inspect(mixed.journal(), map).good());
        assertEquals(null, start.snapshot());
        assertTrue(
                start.refused().getFirst().reason().contains("another frame"),
                start.refused()::toString);
        try (LedgerEngine engine = Engines.open(mixed)) {
            assertEquals(digest, EngineFixture.digest(engine));
        }
    }

    private static void live(EngineOptions options, long seed, int steps) throws IOException {
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            new Traffic(seed).run(engine, steps);
        }
    }

    /**
     * What a start from a snapshot does not look at: a frame behind it. It is found by a check, by
     * whoever reads it, and by a start without the snapshot.
     */
    @Test
    void aDamageBeforeTheSnapshotIsFoundByTheCheckAndByReaders() throws IOException {
        EngineOptions options = options(directory, JournalKind.SEGMENT);
        String digest;
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            new Traffic(5).run(engine, 200);
            digest = EngineFixture.digest(engine);
        }
        Path segment = directory.resolve("journal").resolve("segment-00000001.journal");
        flip(segment, 3_000, 2);
        try (LedgerEngine engine = Engines.open(options)) {
            assertEquals(digest, EngineFixture.digest(engine));
            assertThrows(JournalCorruptException.class, () -> EngineFixture.entries(engine, -1));
        }
        assertTrue(JournalCheck.run(options.journal(), ReplayObserver.NONE).firstBad() != null);
        assertThrows(JournalCorruptException.class, () -> Engines.open(without(options)));
    }

    /** Reading anywhere works after an open that looked at the end only. */
    @ParameterizedTest
    @EnumSource
    void readersFindEveryPositionAfterAStartFromASnapshot(JournalKind kind) throws IOException {
        EngineOptions options = options(directory, kind);
        List<String> before;
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            new Traffic(6).run(engine, 200);
            before = EngineFixture.entries(engine, -1).stream().map(Object::toString).toList();
        }
        try (LedgerEngine engine = Engines.open(options)) {
            long last = engine.lastDurablePosition();
            assertEquals(last, engine.metrics().snapshots().newestPosition());
            List<String> after =
                    EngineFixture.entries(engine, -1).stream().map(Object::toString).toList();
            assertEquals(before.size(), after.size());
            for (long position = 0; position <= last; position += 13) {
                try (var tail = engine.tail(position - 1)) {
                    JournalEntry entry = tail.poll();
                    assertTrue(entry != null && entry.firstPosition() == position, "" + position);
                }
            }
        }
    }

    @Test
    void onlyTheNewestAreKept() throws IOException {
        EngineOptions options = options(directory, JournalKind.SEGMENT);
        Traffic traffic = new Traffic(7);
        for (int life = 0; life < 5; life++) {
            try (LedgerEngine engine = Engines.open(options)) {
                if (life == 0) {
                    EngineFixture.setUp(engine);
                }
                traffic.run(engine, 20);
            }
        }
        assertEquals(2, new SnapshotStore(directory.resolve("snapshots"), 2).list().size());
    }

    private Path newest() throws IOException {
        return new SnapshotStore(directory.resolve("snapshots"), 2).list().getFirst();
    }

    static void flip(Path file, long offset, int bit) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
            channel.write(one, offset);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
