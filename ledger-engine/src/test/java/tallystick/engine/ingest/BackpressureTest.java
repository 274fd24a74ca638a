package tallystick.engine.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineFixture;
import tallystick.engine.HeldEngine;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.IngestClientOptions;
import tallystick.engine.client.IngestUnansweredException;
import tallystick.engine.client.IngestWindowFullException;

/** A ledger that does not keep up is felt by the caller, and by nothing else. */
class BackpressureTest {

    private static final int WINDOW = 4;

    @TempDir Path directory;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        assertEquals(0, IngestFixture.threads("ingest-"), "threads are left");
    }

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    private IngestClient client(IngestServer server, IngestClientOptions options) {
        return opened(
                IngestClient.of(
                        IngestFixture.options(server.port())
                                .withWindow(options.windowBatches(), options.sendTimeoutMillis())));
    }

    @Test
    void aFullWindowIsToldAndOpensAgain() throws Exception {
        HeldEngine held = opened(HeldEngine.open(directory, 256, 100_000, 5_000));
        IngestServer server =
                opened(IngestServer.start(held.engine(), IngestOptions.onLoopback(0)));
        IngestClient client = client(server, IngestClientOptions.of("h", 1).withWindow(WINDOW, 50));
        held.hold();
        List<CompletableFuture<BatchOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            answers.add(client.send(IngestFixture.records("b" + i + "-", 20)));
        }
        long start = System.nanoTime();
        IngestWindowFullException full =
                assertThrows(
                        IngestWindowFullException.class,
                        () -> client.send(IngestFixture.records("late-", 20)));
        assertTrue(System.nanoTime() - start >= 49_000_000L, "it waited");
        assertTrue(String.valueOf(full.getMessage()).startsWith("4 batches are unanswered"));
        assertTrue(answers.stream().noneMatch(CompletableFuture::isDone));

        held.release();
        for (CompletableFuture<BatchOutcome> answer : answers) {
            assertEquals(20, IngestFixture.get(answer).count(UsageStatus.ACCEPTED));
        }
        BatchOutcome late = IngestFixture.get(client.send(IngestFixture.records("late-", 20)));
        assertEquals(20, late.count(UsageStatus.ACCEPTED), "nothing of it had been taken");
    }

    @Test
    void theServerReadsNoFurtherThanItsWindowAndBytes() throws Exception {
        HeldEngine held = opened(HeldEngine.open(directory, 256, 100_000, 5_000));
        IngestServer server =
                opened(IngestServer.start(held.engine(), IngestOptions.onLoopback(0)));
        IngestClient client =
                client(server, IngestClientOptions.of("h", 1).withWindow(100, 30_000));
        held.hold();
        List<CompletableFuture<BatchOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.send(IngestFixture.records("b" + i + "-", 20)));
        }
        Thread.sleep(300);
        // 16 batches of 20 records, each a little more than 2 KB.
        assertTrue(server.inFlightBytes() <= 17 * 4 * 1024, "holds " + server.inFlightBytes());
        held.release();
        for (CompletableFuture<BatchOutcome> answer : answers) {
            assertEquals(20, IngestFixture.get(answer).count(UsageStatus.ACCEPTED));
        }
        assertEquals(1, client.connects());
        assertEquals(0, server.inFlightBytes());
    }

    @Test
    void aBusyLedgerIsAskedAgainUntilItTakesTheBatch() throws Exception {
        HeldEngine held = opened(HeldEngine.open(directory, 2, 40, 20));
        IngestServer server =
                opened(IngestServer.start(held.engine(), IngestOptions.onLoopback(0)));
        IngestClient client = client(server, IngestClientOptions.of("h", 1).withWindow(10, 30_000));
        held.hold();
        List<CompletableFuture<BatchOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(client.send(IngestFixture.records("b" + i + "-", 20)));
        }
        Thread.sleep(500);
        assertTrue(answers.stream().noneMatch(CompletableFuture::isDone));
        held.release();
        int again = 0;
        for (CompletableFuture<BatchOutcome> answer : answers) {
            BatchOutcome outcome = IngestFixture.get(answer);
            assertEquals(20, outcome.count(UsageStatus.ACCEPTED), "busy means nothing was taken");
            again += outcome.wasSentAgain() ? 1 : 0;
        }
        assertTrue(again > 0, "the ledger was never busy: nothing was shown");
        assertEquals(1, client.connects(), "busy is no reason to leave");
    }

    @Test
    void aBusyLedgerDoesNotOpenTheWindow() throws Exception {
        HeldEngine held = opened(HeldEngine.open(directory, 2, 40, 5));
        IngestServer server =
                opened(IngestServer.start(held.engine(), IngestOptions.onLoopback(0)));
        IngestClient client = client(server, IngestClientOptions.of("h", 1).withWindow(WINDOW, 20));
        held.hold();
        List<CompletableFuture<BatchOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            answers.add(client.send(IngestFixture.records("b" + i + "-", 20)));
        }
        for (int i = 0; i < 40; i++) {
            assertThrows(
                    IngestWindowFullException.class,
                    () -> client.send(IngestFixture.records("late-", 1)));
        }
        held.release();
        for (CompletableFuture<BatchOutcome> answer : answers) {
            assertEquals(20, IngestFixture.get(answer).count(UsageStatus.ACCEPTED));
        }
    }

    @Test
    void aStoppedLedgerIsWaitedForAndTheBatchIsTakenByTheNext() throws Exception {
        HeldEngine first = HeldEngine.open(directory, 256, 100_000, 5_000);
        IngestServer server = IngestServer.start(first.engine(), IngestOptions.onLoopback(0));
        int port = server.port();
        IngestClient client = opened(IngestClient.of(IngestFixture.options(port)));
        IngestFixture.get(client.send(IngestFixture.records("a-", 5)));
        first.close();
        CompletableFuture<BatchOutcome> waiting = client.send(IngestFixture.records("b-", 5));
        Thread.sleep(300);
        assertFalse(waiting.isDone());
        server.close();

        var second = opened(EngineFixture.open(directory));
        opened(IngestServer.start(second, IngestOptions.onLoopback(port)));
        assertEquals(5, IngestFixture.get(waiting).count(UsageStatus.ACCEPTED));
    }

    @Test
    void whoWaitsTooLongIsToldThatNothingIsKnown() throws Exception {
        int port = closedPort();
        IngestClient client =
                opened(
                        IngestClient.of(
                                IngestClientOptions.of("127.0.0.1", port)
                                        .withPatience(1, 20, 300)));
        CompletableFuture<BatchOutcome> answer = client.send(IngestFixture.records("a-", 5));
        ExecutionException failed = assertThrows(ExecutionException.class, answer::get);
        assertInstanceOf(IngestUnansweredException.class, failed.getCause());
    }

    @Test
    void aClientThatIsAbortedFailsWhatIsOpen() throws Exception {
        IngestClient client = IngestClient.of(IngestFixture.options(closedPort()));
        CompletableFuture<BatchOutcome> answer = client.send(IngestFixture.records("a-", 5));
        client.abort();
        ExecutionException failed = assertThrows(ExecutionException.class, answer::get);
        assertInstanceOf(IngestUnansweredException.class, failed.getCause());
        assertThrows(
                IllegalStateException.class, () -> client.send(IngestFixture.records("b-", 1)));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
