package tallystick.engine.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.FileOperations;

/** What a log does not sign, and when it does not even start. */
class LogRefusalTest {

    @TempDir Path data;

    private LedgerEngine engine(String name, long events) throws IOException {
        LedgerEngine engine = EngineFixture.withWorld(data.resolve(name));
        LogFixture.fill(engine, events, name);
        return engine;
    }

    private TlogOptions options() {
        return LogFixture.options(data.resolve("node"));
    }

    private void sign(LedgerEngine engine) throws Exception {
        try (TransparencyLog log = TransparencyLog.open(options(), engine.frames())) {
            LogFixture.requireWhole(log, engine.frames());
        }
    }

    @Test
    void aShorterJournalDoesNotStart() throws Exception {
        try (LedgerEngine yesterday = engine("one", 300)) {
            sign(yesterday);
            LogFixture.fill(yesterday, 301, "one");
            sign(yesterday);
        }
        try (LedgerEngine older = engine("one-again", 300)) {
            LogRefusedException refused =
                    assertThrows(
                            LogRefusedException.class,
                            () -> TransparencyLog.open(options(), older.frames()));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .contains("300 events, but 301 are signed"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {300, 512})
    void otherEventsAtTheEndDoNotStart(long size) throws Exception {
        try (LedgerEngine first = engine("one", size)) {
            sign(first);
        }
        try (LedgerEngine other = engine("two", size + 1)) {
            LogRefusedException refused =
                    assertThrows(
                            LogRefusedException.class,
                            () -> TransparencyLog.open(options(), other.frames()));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .contains("is not the one that was signed"));
        }
    }

    @Test
    void otherEventsAreNotSignedWhenTheTilesAreGone() throws Exception {
        try (LedgerEngine first = engine("one", 300)) {
            sign(first);
        }
        LogFixture.delete(options().directory());
        try (LedgerEngine other = engine("two", 400);
                TransparencyLog log = TransparencyLog.open(options(), other.frames())) {
            assertNull(log.await(400, 10_000));
            assertTrue(String.valueOf(log.refusal()).contains("do not have the root"));
            assertNull(log.files().readCheckpoint());
        }
    }

    @Test
    void aMarkThatSomebodyElseWroteStopsTheLog() throws Exception {
        try (LedgerEngine engine = engine("one", 300);
                TransparencyLog log = TransparencyLog.open(options(), engine.frames())) {
            Published now = LogFixture.requireWhole(log, engine.frames());
            // A second instance with the same keys signs further.
            NoteKey key = log.keys().all().getFirst();
            NoteSigner signer = LogKeys.signer(options().keys(), key);
            Checkpoint further = new Checkpoint(key.name(), 999, now.checkpoint().root());
            SignedNote note = NoteSigner.note(further.text(), List.of(signer));
            Files.write(options().keys().resolve("signed"), note.bytes());
            LogFixture.fill(engine, 310, "b");
            assertNull(log.await(310, 5_000));
            assertTrue(String.valueOf(log.refusal()).contains("somebody else signed"));
            assertEquals(300, Objects.requireNonNull(log.published()).checkpoint().size());
        }
    }

    @Test
    void aDamagedMarkDoesNotStart() throws Exception {
        try (LedgerEngine engine = engine("one", 300)) {
            sign(engine);
            Files.writeString(options().keys().resolve("signed"), "nothing\n");
            assertThrows(
                    LogRefusedException.class,
                    () -> TransparencyLog.open(options(), engine.frames()));
        }
    }

    @Test
    void aMarkThatWasSetBackDoesNotMakeTheLogSignAFork() throws Exception {
        byte[] older;
        try (LedgerEngine first = engine("one", 300)) {
            sign(first);
            older = Files.readAllBytes(options().keys().resolve("signed"));
            LogFixture.fill(first, 400, "one");
            sign(first);
            Files.write(options().keys().resolve("signed"), older);
            sign(first);
            assertTrue(
                    Files.readString(options().keys().resolve("signed")).contains("\n400\n"),
                    "the published checkpoint counts");
        }
    }

    /** Bytes that change between memory and disk are noticed before anything is signed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whatIsNotOnDiskAsItWasMeantIsNotSigned(int file) throws Exception {
        BendingFiles files = new BendingFiles(file);
        try (LedgerEngine engine = engine("one", 700);
                TransparencyLog log = TransparencyLog.open(options(), engine.frames(), files)) {
            assertNull(log.await(700, 5_000));
            assertNotNull(log.refusal());
            Published last = log.published();
            assertTrue(last == null || last.checkpoint().size() < 700);
            assertTrue(files.hasBent());
        }
    }

    /** A disk that lies once: one bit of the n-th tile or bundle of more than 4,000 bytes. */
    private static final class BendingFiles implements FileOperations {
        private final FileOperations real = FileOperations.real();
        private int left;

        BendingFiles(int file) {
            left = file;
        }

        boolean hasBent() {
            return left < 0;
        }

        @Override
        public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
            if (bytes.remaining() > 4_000 && left-- == 0) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                copy[copy.length / 2] ^= 1;
                real.write(channel, ByteBuffer.wrap(copy), offset);
                return;
            }
            real.write(channel, bytes, offset);
        }

        @Override
        public void force(FileChannel channel) throws IOException {
            real.force(channel);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            real.forceDirectory(directory);
        }

        @Override
        public boolean reserve(Path file, long offset, long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void trim(Path file, long length) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void keysOverlapAndAreRetired() throws Exception {
        try (LedgerEngine engine = engine("one", 300)) {
            sign(engine);
            LogKeys keys = LogKeys.open(options().keys(), null);
            NoteKey first = keys.all().getFirst();
            assertThrows(IllegalArgumentException.class, () -> keys.retire(first.idHex(), 300));
            NoteKey second = keys.rotate(300);
            try (TransparencyLog log = TransparencyLog.open(options(), engine.frames())) {
                while (!Objects.requireNonNull(log.await(300, 5_000)).note().isSignedBy(second)) {
                    Thread.sleep(5);
                }
                Published both = Objects.requireNonNull(log.published());
                assertTrue(both.note().isSignedBy(first));
            }
            keys.retire(first.idHex(), 300);
            LogFixture.fill(engine, 310, "b");
            try (TransparencyLog log = TransparencyLog.open(options(), engine.frames())) {
                Published now = LogFixture.requireWhole(log, engine.frames());
                assertFalse(now.note().isSignedBy(first));
                assertEquals(2, log.keys().terms().size());
            }
            assertThrows(
                    LogRefusedException.class,
                    () -> LogKeys.open(options().keys(), "other.example"));
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(
                                    LogKeys.secret(options().keys(), second))));
        }
    }
}
