package tallystick.engine.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;

/** However often server and engine go down under a stream, each record is in the ledger once. */
class ExactlyOnceTest {

    private static final int BATCHES = 400;
    private static final int RECORDS = 50;
    private static final long SEED = 20_261_121;

    @TempDir Path directory;
    private final AtomicReference<@Nullable LedgerEngine> engine = new AtomicReference<>();
    private final AtomicReference<@Nullable IngestServer> server = new AtomicReference<>();
    private int port;

    @Test
    void aServerCutMidStreamLosesAndDoublesNothing() throws Exception {
        go(false);
    }

    @Test
    void anEngineReopenedMidStreamLosesAndDoublesNothing() throws Exception {
        go(true);
    }

    /** The control: were a record sent again under another id, the count would tell. */
    @Test
    void aSecondIdentityWouldBeSeen() throws Exception {
        start();
        try (IngestClient client = IngestClient.of(IngestFixture.options(port))) {
            IngestFixture.get(client.send(IngestFixture.records("first-", 1)));
            IngestFixture.get(client.send(IngestFixture.records("again-", 1)));
        }
        assertFalse(counts().values().stream().allMatch(count -> count == 2));
        assertEquals(2, counts().size());
        stop(false);
    }

    private void go(boolean withEngine) throws Exception {
        start();
        AtomicBoolean done = new AtomicBoolean();
        Thread chaos = Thread.ofPlatform().start(() -> cutAgainAndAgain(done, withEngine));
        List<CompletableFuture<BatchOutcome>> answers = new ArrayList<>();
        int connects;
        try (IngestClient client = IngestClient.of(IngestFixture.options(port))) {
            for (int batch = 0; batch < BATCHES; batch++) {
                answers.add(client.send(IngestFixture.records("b" + batch + "-", RECORDS)));
                Thread.sleep(2);
            }
            for (CompletableFuture<BatchOutcome> answer : answers) {
                IngestFixture.get(answer);
            }
            connects = client.connects();
        } finally {
            done.set(true);
            chaos.join();
        }
        assertTrue(connects > 3, "connected " + connects + " times only: nothing was shown");
        verify(answers);
        stop(false);
    }

    private void verify(List<CompletableFuture<BatchOutcome>> answers) throws Exception {
        Map<String, Integer> counts = counts();
        Map<String, Long> positions = new HashMap<>();
        IngestFixture.journaled(current())
                .forEach(usage -> positions.put(usage.id, usage.position));
        int sentAgain = 0;
        int ownDuplicates = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            BatchOutcome outcome = answers.get(batch).get();
            sentAgain += outcome.wasSentAgain() ? 1 : 0;
            List<UsageRecord> sent = IngestFixture.records("b" + batch + "-", RECORDS);
            for (int i = 0; i < RECORDS; i++) {
                String id = sent.get(i).id;
                assertEquals(1, counts.get(id), id);
                assertEquals(positions.get(id), outcome.position(i), id);
                boolean isDuplicate = outcome.status(i) == UsageStatus.DUPLICATE;
                assertTrue(isDuplicate || outcome.status(i) == UsageStatus.ACCEPTED, id);
                assertTrue(!isDuplicate || outcome.wasSentAgain(), id);
                ownDuplicates += isDuplicate ? 1 : 0;
            }
        }
        assertEquals(BATCHES * RECORDS, counts.size());
        assertTrue(sentAgain > 0, "nothing was sent again: nothing was shown");
        assertTrue(ownDuplicates > 0, "nothing sent again was there already: nothing was shown");
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        IngestFixture.journaled(current())
                .forEach(usage -> counts.merge(usage.id, 1, Integer::sum));
        return counts;
    }

    private LedgerEngine current() {
        LedgerEngine now = engine.get();
        if (now == null) {
            throw new IllegalStateException("no engine is open");
        }
        return now;
    }

    private void start() throws IOException {
        engine.set(EngineFixture.withWorld(directory));
        IngestServer first = IngestServer.start(current(), IngestOptions.onLoopback(0));
        port = first.port();
        server.set(first);
    }

    private void stop(boolean hard) {
        IngestServer old = server.getAndSet(null);
        if (old != null && hard) {
            old.abort();
        } else if (old != null) {
            old.close();
        }
        LedgerEngine open = engine.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }

    private void cutAgainAndAgain(AtomicBoolean done, boolean withEngine) {
        SplittableRandom random = new SplittableRandom(SEED);
        try {
            for (int cut = 0; cut < 12 && !done.get(); cut++) {
                Thread.sleep(random.nextInt(20, 90));
                if (withEngine) {
                    stop(true);
                    engine.set(EngineFixture.open(directory));
                } else {
                    IngestServer old = server.getAndSet(null);
                    if (old != null) {
                        old.abort();
                    }
                }
                server.set(restart());
            }
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private IngestServer restart() throws IOException {
        return IngestServer.start(current(), IngestOptions.onLoopback(port));
    }
}
