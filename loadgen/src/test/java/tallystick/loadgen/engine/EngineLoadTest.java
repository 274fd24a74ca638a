package tallystick.loadgen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.EventEncoder;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.LeafCursor;
import tallystick.engine.replay.Recovery;
import tallystick.engine.replay.ReplayObserver;

/** A load verifies itself, and its verification sees each way in which it could be wrong. */
class EngineLoadTest {

    private static final int EVENTS = 50_000;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void everyAcknowledgedRecordIsInTheJournalOnce(JournalKind kind) throws Exception {
        EngineLoadResult result = run(options(kind).withShares(0.5, 0.1));
        assertTrue(result.isGood(), () -> result.toJson().toString());
        assertEquals(EVENTS, result.sent());
        assertEquals(EVENTS, result.accepted() + result.repeated());
        double repeatedShare = (double) result.repeated() / EVENTS;
        assertTrue(repeatedShare > 0.08 && repeatedShare < 0.12, "" + repeatedShare);
        assertEquals(result.accepted(), result.verdict().events());
        assertTrue(result.forces() > 0);
        assertTrue(result.plainFileEventsPerSecond() > 0);
        assertTrue(result.bytesPerEvent() > 100 && result.bytesPerEvent() < 200);
        assertTrue(result.micros(50) > 0 && result.micros(50) <= result.micros(99.9));
        assertTrue(result.cpuNanosPerEvent().getOrDefault("decide", 0L) > 0);
        assertTrue(result.sealNanosPerRecord() > 0);
    }

    @Test
    void atARateItTakesAsLongAsItMust() throws Exception {
        EngineLoadResult result =
                run(
                        options(JournalKind.SEGMENT)
                                .withEvents(20_000, 100, 50)
                                .withSending(2, 64, 20_000));
        assertTrue(result.isGood(), () -> result.toJson().toString());
        assertTrue(result.seconds() > 0.9, "" + result.seconds());
    }

    @Test
    void anExistingLedgerIsNotTouched() throws IOException {
        Files.writeString(directory.resolve("lock"), "");
        EngineLoadOptions onIt = EngineLoadOptions.of(directory, JournalKind.SEGMENT);
        assertThrows(IllegalArgumentException.class, () -> EngineLoad.run(onIt, _ -> {}));
    }

    @Test
    void aRecordThatIsNotThereIsLost() throws Exception {
        EngineLoadOptions options = options(JournalKind.SEGMENT).withEvents(2_000, 100, 10);
        assertTrue(run(options).isGood());
        assertEquals(0, check(options, 1_000, 1_000).lost());
        LoadVerdict oneMore = check(options, 1_001, 1_000);
        assertEquals(1, oneMore.lost());
        assertFalse(oneMore.isGood());
    }

    @Test
    void aRecordThatIsThereTwiceIsDuplicated() throws Exception {
        EngineLoadOptions options = options(JournalKind.SEGMENT).withEvents(2_000, 100, 10);
        assertTrue(run(options).isGood());
        append(options, usage -> {});
        LoadVerdict verdict = check(options, 1_000, 1_000);
        assertEquals(1, verdict.duplicated());
        assertEquals(0, verdict.lost() + verdict.foreign() + verdict.altered());
        assertFalse(verdict.isGood());
    }

    @Test
    void aRecordWithOtherFactsIsAltered() throws Exception {
        EngineLoadOptions options = options(JournalKind.SEGMENT).withEvents(2_000, 100, 10);
        assertTrue(run(options).isGood());
        append(options, usage -> usage.tokens[0]++);
        assertEquals(1, check(options, 1_000, 1_000).altered());
        append(options, usage -> usage.id = "somebody else's");
        assertEquals(1, check(options, 1_000, 1_000).foreign());
    }

    @Test
    void aFlippedBitIsDamage() throws Exception {
        EngineLoadOptions options = options(JournalKind.SEGMENT).withEvents(2_000, 100, 10);
        assertTrue(run(options).isGood());
        LoadFacts facts = facts(options);
        Path segment;
        try (Stream<Path> files = Files.list(options.data().resolve("journal"))) {
            segment =
                    files.filter(file -> file.toString().endsWith("00000001.journal"))
                            .findFirst()
                            .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(100_000);
            int before = file.read();
            file.seek(100_000);
            file.write(before ^ 4);
        }
        LoadVerdict verdict =
                EngineLoadCheck.run(
                        journal(options), facts, options.seed(), new long[] {1_000, 1_000});
        assertNotNull(verdict.damage());
        assertTrue(verdict.lost() > 0);
        assertFalse(verdict.isGood());
    }

    private EngineLoadOptions options(JournalKind kind) {
        return EngineLoadOptions.of(directory.resolve("node"), kind)
                .withEvents(EVENTS, 256, 100)
                .withFacts(99, EngineLoadOptions.of(directory, kind).trace());
    }

    private EngineLoadResult run(EngineLoadOptions options) throws Exception {
        List<String> lines = new ArrayList<>();
        EngineLoadResult result = EngineLoad.run(options, lines::add);
        assertNull(result.failure());
        assertFalse(lines.isEmpty());
        return result;
    }

    private static JournalOptions journal(EngineLoadOptions options) {
        return JournalOptions.of(options.data().resolve("journal"), options.journal());
    }

    /** Checks with the base time that the journal's own first record tells. */
    private static LoadVerdict check(EngineLoadOptions options, long... acknowledged)
            throws IOException {
        return EngineLoadCheck.run(journal(options), facts(options), options.seed(), acknowledged);
    }

    private static LoadFacts facts(EngineLoadOptions options) throws IOException {
        UsageRecord first = usage(options, 0);
        RecordId ids = new RecordId(options.seed());
        long base = first.endedEpochNanos - (ids.numberOf(first.id) & 0xFFF_FFFF) * 1_000;
        return new LoadFacts(options, base);
    }

    /** Usage record number {@code skipped} from the first. */
    private static UsageRecord usage(EngineLoadOptions options, int skipped) throws IOException {
        UsageRecord[] found = new UsageRecord[1];
        int[] seen = new int[1];
        replay(
                options,
                usage -> {
                    if (seen[0]++ == skipped) {
                        UsageRecord copy = new UsageRecord();
                        copy.id = usage.id;
                        copy.endedEpochNanos = usage.endedEpochNanos;
                        found[0] = copy;
                    }
                });
        return found[0];
    }

    private interface Change {
        void apply(UsageRecord usage);
    }

    private static Recovery replay(EngineLoadOptions options, Change visit) throws IOException {
        try (LeafCursor leaves = new LeafCursor(Journals.readOnly(journal(options), 0))) {
            return Recovery.of(
                    leaves,
                    new ReplayObserver() {
                        @Override
                        public void usage(LeafCursor leaf, UsageRecord usage) {
                            visit.apply(usage);
                        }
                    });
        }
    }

    /** Journals the last record of the journal once more, changed. */
    private static void append(EngineLoadOptions options, Change change) throws Exception {
        ExpandableArrayBuffer leaf = new ExpandableArrayBuffer();
        int[] length = new int[1];
        EventEncoder encoder = new EventEncoder();
        long last =
                replay(
                                options,
                                usage -> {
                                    long[] tokens = usage.tokens.clone();
                                    String id = usage.id;
                                    usage.position++;
                                    usage.walletSequence++;
                                    change.apply(usage);
                                    length[0] = encoder.encodeUsage(usage, leaf, 4);
                                    leaf.putInt(0, length[0], java.nio.ByteOrder.LITTLE_ENDIAN);
                                    usage.position--;
                                    usage.walletSequence--;
                                    usage.id = id;
                                    System.arraycopy(tokens, 0, usage.tokens, 0, tokens.length);
                                })
                        .state()
                        .lastPosition();
        try (Journal journal = Journals.open(journal(options))) {
            journal.append(last + 1, 1, leaf, 0, 4 + length[0]);
            journal.force();
        }
    }
}
