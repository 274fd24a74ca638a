package tallystick.app.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was kept is there after a restart and after a crash, until its time is over. */
class EvidenceStoreTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    @TempDir Path directory;

    private Instant now = Instant.parse("2026-03-01T23:59:59Z");

    private final Clock clock =
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };

    private EvidenceStore open(Path where) {
        return new EvidenceStore(where, 30, clock);
    }

    private static byte[] object(String text) {
        return ("{\"prompt_tokens\": \"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hash(byte[] object) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(object);
    }

    private void assertKept(EvidenceStore store, String text, LocalDate from) throws Exception {
        assertArrayEquals(object(text), store.find(hash(object(text)), from), text);
    }

    @Test
    void whatIsKeptIsFoundOnItsDayAndOnLaterOnes() throws Exception {
        try (EvidenceStore store = open(directory)) {
            store.keep(List.of(object("a"), object("b"), object("a")));
            now = Instant.parse("2026-03-02T00:00:01Z");
            store.keep(List.of(object("c")));
            assertKept(store, "a", FIRST);
            assertKept(store, "c", FIRST);
            assertNull(store.find(hash(object("d")), FIRST), "never kept");
            assertNull(store.find(hash(object("a")), FIRST.plusDays(1)), "the day before");
        }
        try (EvidenceStore again = open(directory)) {
            assertKept(again, "b", FIRST);
            assertKept(again, "c", FIRST.plusDays(1));
        }
    }

    @Test
    void aDaysObjectsGoWhenTheirTimeIsOver() throws Exception {
        try (EvidenceStore store = open(directory)) {
            store.keep(List.of(object("old")));
            now = Instant.parse("2026-03-31T12:00:00Z");
            store.keep(List.of(object("new")));
            assertKept(store, "old", FIRST);
            now = Instant.parse("2026-04-01T00:00:00Z");
            store.keep(List.of(object("newer")));
            assertNull(store.find(hash(object("old")), FIRST));
            assertKept(store, "new", FIRST);
        }
    }

    /** As the disk would be found after a crash: a copy while it is open, at any moment. */
    @Test
    void whatManyKeptAtOnceOutlivesACrash() throws Exception {
        Path crashed = Files.createDirectory(directory.resolve("crashed"));
        Path running = Files.createDirectory(directory.resolve("running"));
        List<String> acknowledged = new ArrayList<>();
        try (EvidenceStore store = open(running);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String text = "object " + i;
                calls.add(
                        () -> {
                            store.keep(List.of(object(text)));
                            return text;
                        });
            }
            for (Future<String> call : threads.invokeAll(calls)) {
                acknowledged.add(call.get());
            }
            copy(running, crashed);
        }
        assertEquals(400, acknowledged.size());
        try (EvidenceStore after = open(crashed)) {
            for (String text : acknowledged) {
                assertKept(after, text, FIRST);
            }
            after.keep(List.of(object("and on")));
            assertKept(after, "and on", FIRST);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void whatCannotBeWrittenIsNotSaidToBeKept() throws Exception {
        try (EvidenceStore store = open(directory)) {
            Path file = directory.resolve(FIRST + ".evidence");
            Files.createDirectory(file);
            assertThrows(
                    EvidenceStoreException.class, () -> store.keep(List.of(object("nowhere"))));
            Files.delete(file);
            store.keep(List.of(object("here")));
            assertKept(store, "here", FIRST);
        }
    }

    @Test
    void aRetentionOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new EvidenceStore(directory, 0, clock));
    }
}
