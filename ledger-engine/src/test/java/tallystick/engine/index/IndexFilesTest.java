package tallystick.engine.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.journal.JournalKind;

/** The index's files may be damaged, missing, half written or of another journal: it is noticed. */
class IndexFilesTest {

    private static final long SEED = Long.getLong("index.seed", 20261121L);
    private static final int RUN_EVENTS = 700;
    private static final int FLIPS = 300;
    private static final long WAIT_MILLIS = 60_000;

    @TempDir Path directory;

    private OpenIndex open;
    private List<UsageRecord> sent = List.of();
    private String expected = "";

    @BeforeEach
    void record() throws Exception {
        IndexedHistory history = new IndexedHistory(SEED);
        Path node = directory.resolve("node");
        try (LedgerEngine engine =
                Engines.open(
                        EngineFixture.options(node, JournalKind.SEGMENT)
                                .withClock(() -> history.now()))) {
            EngineFixture.setUp(engine);
            history.run(engine, 200);
        }
        sent = history.sent();
        open = OpenIndex.journal(node, JournalKind.SEGMENT);
        try (ReaderIndex index = open.index(original(), RUN_EVENTS, true)) {
            expected = answers(index);
            assertTrue(index.metrics().runs() > 1, "there is more than one file to damage");
        }
    }

    @AfterEach
    void close() {
        open.close();
    }

    private Path original() {
        return directory.resolve("index");
    }

    private long last() {
        return open.journal().lastForcedPosition();
    }

    /** A fixed set of questions. */
    private String answers(ReaderIndex index) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        index.await(last(), WAIT_MILLIS);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            UsageRecord usage = sent.get(random.nextInt(sent.size()));
            text.append(index.places().find(usage.source, usage.id)).append('\n');
            int wallet = open.names().wallets.refOf(World.walletName(random.nextInt(4)));
            long known = random.nextLong(last());
            long asOf = usage.endedEpochNanos;
            text.append(index.places().firstAt(asOf)).append('\n');
            text.append(index.wallets().balance(wallet, asOf, known)).append('\n');
        }
        int wallet = open.names().wallets.refOf(World.walletName(0));
        index.wallets()
                .newestFirst(
                        wallet,
                        0,
                        last(),
                        step -> text.append(step.position()).append(step.after()) != null);
        return text.toString();
    }

    /** The answers once it can give them, asking again as a client would. */
    private String answersInTheEnd(ReaderIndex index) throws Exception {
        for (int i = 0; i < 50; i++) {
            try {
                return answers(index);
            } catch (IndexBehindException again) {
                assertTrue(again.position() <= last());
            }
        }
        throw new AssertionError("it never answered");
    }

    private static List<Path> files(Path index) throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            return files.sorted().toList();
        }
    }

    /** A copy, the state first, so that it is what a crash at some moment leaves. */
    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files = new ArrayList<>(files(from));
        files.sort((a, b) -> Boolean.compare(b.endsWith("state"), a.endsWith("state")));
        for (Path file : files) {
            if (Files.exists(file)) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static void delete(Path index) throws IOException {
        for (Path file : files(index)) {
            Files.delete(file);
        }
        Files.delete(index);
    }

    private static void flip(Path file, long bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
    }

    /** Flips one bit in a copy for each of the seeds; how many were noticed, and how many lied. */
    private int[] flips(boolean verify) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        int noticed = 0;
        int lies = 0;
        for (int i = 0; i < FLIPS; i++) {
            Path copy = copy(original(), directory.resolve("copy"));
            List<Path> files = files(copy);
            Path file = files.get(random.nextInt(files.size()));
            flip(file, random.nextLong(8 * Files.size(file)));
            try (ReaderIndex index = open.index(copy, RUN_EVENTS, verify)) {
                try {
                    lies += answersInTheEnd(index).equals(expected) ? 0 : 1;
                } catch (RuntimeException nonsense) {
                    lies++;
                }
                noticed += index.metrics().rebuilds() > 0 ? 1 : 0;
                assertEquals(index.metrics().rebuilds() > 0, index.metrics().lastDamage() != null);
            }
            delete(copy);
        }
        return new int[] {noticed, lies};
    }

    @Test
    void aFlippedBitIsNoticedOrMakesNoDifference() throws Exception {
        int[] seen = flips(true);
        assertEquals(0, seen[1], "answers that differ");
        assertTrue(seen[0] > FLIPS / 4, "noticed: " + seen[0]);
    }

    /** Control: whoever believes every byte is told lies. */
    @Test
    void withoutChecksumsAFlippedBitChangesAnswers() throws Exception {
        assertTrue(flips(false)[1] > 0);
    }

    @Test
    void aRestartGoesOnWhereTheFilesEnd() throws Exception {
        try (ReaderIndex index = open.index(original(), RUN_EVENTS, true)) {
            assertEquals(expected, answers(index));
            assertEquals(0, index.metrics().rebuilds());
            assertEquals((last() + 1) % RUN_EVENTS, index.metrics().readEvents());
        }
    }

    @Test
    void whatIsMissingIsMadeAgain() throws Exception {
        for (Path file : files(original())) {
            Path copy = copy(original(), directory.resolve("copy"));
            Files.delete(copy.resolve(file.getFileName()));
            try (ReaderIndex index = open.index(copy, RUN_EVENTS, true)) {
                assertEquals(expected, answersInTheEnd(index), file.toString());
                assertEquals(1, index.metrics().rebuilds(), file.toString());
                assertNotNull(index.metrics().lastDamage());
            }
            delete(copy);
        }
    }

    @Test
    void aFileThatVanishesUnderWayIsMadeAgain() throws Exception {
        try (ReaderIndex index = open.index(original(), RUN_EVENTS, true)) {
            index.await(last(), WAIT_MILLIS);
            Files.delete(files(original()).getFirst());
            assertThrows(IndexBehindException.class, () -> answers(index));
            assertEquals(expected, answersInTheEnd(index));
            assertEquals(1, index.metrics().rebuilds());
        }
    }

    @Test
    void aCrashAtAnyMomentLeavesWhatCanGoOn() throws Exception {
        List<Path> copies = new ArrayList<>();
        Path live = directory.resolve("live");
        try (ReaderIndex index = open.index(live, 100, true)) {
            while (index.lastPosition() < last()) {
                if (Files.exists(live) && copies.size() < 40) {
                    copies.add(copyOfMoment(live, copies.size()));
                }
                try {
                    index.await(last(), 1);
                } catch (IndexBehindException notYet) {
                    assertTrue(notYet.position() == last());
                }
            }
        }
        assertFalse(copies.isEmpty());
        for (Path copy : copies) {
            boolean begun = Files.exists(copy.resolve("state"));
            Files.write(copy.resolve("unfinished"), new byte[] {1, 2, 3});
            try (ReaderIndex index = open.index(copy, 100, true)) {
                assertEquals(expected, answers(index));
                assertEquals(begun ? 0 : 1, index.metrics().rebuilds());
                assertFalse(Files.exists(copy.resolve("unfinished")), "left by the crash");
            }
        }
    }

    private Path copyOfMoment(Path live, int moment) throws IOException {
        Path to = Files.createDirectories(directory.resolve("moment-" + moment));
        Path state = live.resolve("state");
        if (Files.exists(state)) {
            Files.copy(state, to.resolve("state"));
        }
        for (Path file : files(live)) {
            if (file.getFileName().toString().startsWith("run-")) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    @Test
    void theIndexOfAnotherJournalIsNotBelieved() throws Exception {
        Path other = directory.resolve("other");
        IndexedHistory history = new IndexedHistory(SEED + 1);
        try (LedgerEngine engine =
                Engines.open(
                        EngineFixture.options(other, JournalKind.SEGMENT)
                                .withClock(() -> history.now()))) {
            EngineFixture.setUp(engine);
            history.run(engine, 300);
        }
        try (OpenIndex stranger = OpenIndex.journal(other, JournalKind.SEGMENT);
                ReaderIndex index = stranger.index(original(), RUN_EVENTS, true)) {
            index.await(stranger.journal().lastForcedPosition(), WAIT_MILLIS);
            assertEquals("the index is of another journal", index.metrics().lastDamage());
        }
    }
}
