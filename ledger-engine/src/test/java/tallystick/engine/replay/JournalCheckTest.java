package tallystick.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.engine.EngineFixture;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.journal.FrameReader;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.JournalCheck.Damage;
import tallystick.engine.replay.JournalCheck.Report;

/** A whole journal is found whole; any byte that changed is found, and its place is named. */
class JournalCheckTest {

    private static final int RECORDS = 200;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void aWholeJournalIsCountedAndGivesTheSameLedger(JournalKind kind) throws IOException {
        String digest = write(kind);
        Report report = check(kind);
        assertNull(report.firstBad());
        assertEquals(World.setUp().size() + RECORDS, report.events());
        assertEquals(RECORDS, report.eventsByType().get("UsageRecorded/accepted"));
        assertEquals(digest, report.stateDigest());
        assertTrue(report.balanced());
        assertTrue(report.frames() >= RECORDS, "one group commit each at least");
        assertTrue(report.bytes() > report.events() * 100);
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitOfAFrameIsFoundAndItsPlaceNamed(JournalKind kind) throws IOException {
        write(kind);
        List<long[]> frames = frames(kind);
        Path file = file(kind);
        SplittableRandom random = new SplittableRandom(5);
        byte[] bytes = Files.readAllBytes(file);
        for (int round = 0; round < 60; round++) {
            long[] frame = frames.get(random.nextInt(frames.size() - 1));
            int at = indexOf(bytes, frame) + random.nextInt((int) frame[1]);
            flip(file, at, 1 << random.nextInt(8));
            Damage damage = check(kind).firstBad();
            assertNotNull(damage, "round " + round + ", byte " + at);
            assertEquals(frame[0], damage.position(), "byte " + at);
            assertEquals(file.toString(), damage.file());
            Files.write(file, bytes);
        }
        assertNull(check(kind).firstBad());
    }

    @Test
    void aLeafThatIsWholeButSaysTheImpossibleIsFound() throws IOException {
        write(JournalKind.SEGMENT);
        byte[] last = lastFrame();
        JournalOptions options = options(JournalKind.SEGMENT).journal();
        long position;
        try (Journal journal = Journals.open(options)) {
            position = journal.lastForcedPosition() + 1;
            ExpandableArrayBuffer leaf = new ExpandableArrayBuffer();
            leaf.putBytes(0, last);
            append(journal, position, leaf, last.length);
        }
        Damage damage = check(JournalKind.SEGMENT).firstBad();
        assertNotNull(damage);
        assertEquals(position, damage.position());
        assertTrue(damage.reason().contains("leaf says " + (position - 1)), damage::reason);
    }

    @Test
    void aCutJournalIsNoticedByTheSizeRecordedOutside() throws IOException {
        write(JournalKind.SEGMENT);
        Path file = file(JournalKind.SEGMENT);
        byte[] bytes = Files.readAllBytes(file);
        List<long[]> frames = frames(JournalKind.SEGMENT);
        long[] last = frames.getLast();
        int at = indexOf(bytes, last);
        java.util.Arrays.fill(bytes, at, at + (int) last[1], (byte) 0);
        Files.write(file, bytes);
        Damage damage = check(JournalKind.SEGMENT).firstBad();
        assertNotNull(damage);
        assertEquals(last[0], damage.position());
    }

    private static void append(Journal journal, long position, DirectBuffer leaf, int length)
            throws IOException {
        try {
            journal.append(position, 1, leaf, 0, length);
            journal.force();
        } catch (tallystick.engine.journal.JournalFullException full) {
            throw new IOException(full);
        }
    }

    private EngineOptions options(JournalKind kind) {
        return EngineFixture.options(directory, kind);
    }

    private Report check(JournalKind kind) throws IOException {
        return JournalCheck.run(options(kind).journal(), ReplayObserver.NONE);
    }

    private String write(JournalKind kind) throws IOException {
        try (LedgerEngine engine = Engines.open(options(kind))) {
            EngineFixture.setUp(engine);
            for (int i = 0; i < RECORDS; i++) {
                int wallet = i % World.WALLETS;
                EngineFixture.record(
                        engine,
                        i % 3 == 0
                                ? World.roaming(wallet, "r-" + i)
                                : World.usage(wallet, "u-" + i));
            }
            return EngineFixture.digest(engine);
        }
    }

    private Path file(JournalKind kind) throws IOException {
        try (var files = Files.walk(directory.resolve("journal"))) {
            String ending = kind == JournalKind.SEGMENT ? "00000001.journal" : ".cq4";
            return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
        }
    }

    /** First position and bytes of each frame. */
    private List<long[]> frames(JournalKind kind) throws IOException {
        List<long[]> frames = new ArrayList<>();
        try (FrameReader reader = Journals.readOnly(options(kind).journal(), 0)) {
            while (reader.next()) {
                frames.add(new long[] {reader.firstPosition(), reader.frameBytes()});
            }
        }
        return frames;
    }

    private byte[] lastFrame() throws IOException {
        byte[] payload = new byte[0];
        try (FrameReader reader = Journals.readOnly(options(JournalKind.SEGMENT).journal(), 0)) {
            while (reader.next()) {
                payload = new byte[reader.length()];
                reader.buffer().getBytes(reader.offset(), payload);
            }
        }
        return payload;
    }

    /** Where the frame begins: magic, version, first position. */
    private static int indexOf(byte[] bytes, long[] frame) {
        var words = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= bytes.length; at += 4) {
            if (words.getInt(at) == 0x314A5354 && words.getLong(at + 8) == frame[0]) {
                return at;
            }
        }
        throw new AssertionError("no frame at position " + frame[0]);
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int before = bytes.read();
            bytes.seek(at);
            bytes.write(before ^ bit);
        }
    }
}
