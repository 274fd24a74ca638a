package tallystick.engine.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.IngestClientOptions;

/** An engine with the federation in it, behind a server on loopback. */
final class IngestFixture implements AutoCloseable {

    static final long SECONDS = 30;

    final LedgerEngine engine;
    final IngestServer server;

    private IngestFixture(LedgerEngine engine, IngestServer server) {
        this.engine = engine;
        this.server = server;
    }

    static IngestFixture start(Path directory) throws IOException {
        return start(directory, IngestOptions.onLoopback(0));
    }

    static IngestFixture start(Path directory, IngestOptions options) throws IOException {
        LedgerEngine engine = EngineFixture.withWorld(directory);
        return new IngestFixture(engine, IngestServer.start(engine, options));
    }

    IngestClient client() {
        return IngestClient.of(options(server.port()));
    }

    /** Options for tests: short pauses. */
    static IngestClientOptions options(int port) {
        return IngestClientOptions.of("127.0.0.1", port).withPatience(1, 50, 60_000);
    }

    static List<UsageRecord> records(String prefix, int count) {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(World.unsealed(i % World.WALLETS, prefix + i));
        }
        return records;
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException none) {
            throw new AssertionError("no answer", none);
        }
    }

    /** Usage records in the journal, in order. */
    static List<UsageRecord> journaled(LedgerEngine engine) {
        List<UsageRecord> journaled = new ArrayList<>();
        for (JournalEntry entry : EngineFixture.entries(engine, -1)) {
            if (entry instanceof JournalEntry.Ledger ledger
                    && ledger.event() instanceof UsageRecorded run) {
                journaled.addAll(run.records());
            }
        }
        return journaled;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "never " + what);
            Thread.sleep(5);
        }
    }

    /** No connection, no bytes, no thread is left of anybody who came. */
    void assertNothingLeft() throws InterruptedException {
        await("without connections", () -> server.connections() == 0);
        await("without connection threads", () -> threads("ingest-read", "ingest-write") == 0);
        assertEquals(0, server.inFlightBytes());
    }

    static long threads(String... prefixes) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> List.of(prefixes).stream().anyMatch(thread.getName()::startsWith))
                .count();
    }

    @Override
    public void close() {
        server.close();
        engine.close();
    }
}
