package tallystick.engine.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineFixture;
import tallystick.engine.World;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.IngestClientOptions;
import tallystick.engine.client.RecordOutcome;

/** Whatever is sent, the outcome says what the ledger did with it. */
class OutcomeTest {

    @TempDir Path directory;
    private IngestFixture ingest;
    private IngestClient client;

    @BeforeEach
    void open() throws IOException {
        ingest = IngestFixture.start(directory);
        client = ingest.client();
    }

    @AfterEach
    void close() throws InterruptedException {
        client.close();
        ingest.assertNothingLeft();
        ingest.close();
    }

    private BatchOutcome send(UsageRecord... records) throws Exception {
        return IngestFixture.get(client.send(List.of(records)));
    }

    @Test
    void anAcceptedRecordIsDurableRatedAndWhereItSays() throws Exception {
        BatchOutcome outcome = send(World.unsealed(0, "a"), World.roaming(1, "b"));

        assertTrue(outcome.isTaken());
        assertEquals(2, outcome.count(UsageStatus.ACCEPTED));
        RecordOutcome first = outcome.record(0);
        // (1532 + 421) tokens at 0.44 micro-units.
        assertEquals(Pico.of(1_953L * 440_000), first.retail());
        assertEquals("retail-kr@1", first.tariff());
        assertEquals("EUR", first.asset());
        assertEquals("retail-fr@1", outcome.record(1).tariff());
        assertEquals(first.position() + 1, outcome.position());
        assertEquals(outcome.position(), ingest.engine.lastDurablePosition());
        List<UsageRecord> journaled = IngestFixture.journaled(ingest.engine);
        assertEquals(List.of("a", "b"), journaled.stream().map(usage -> usage.id).toList());
        assertEquals(first.position(), journaled.getFirst().position);
    }

    @Test
    void everyFactArrives() throws Exception {
        UsageRecord sent = World.roaming(0, "whole");
        sent.requestId = "chatcmpl-ü-1";
        sent.sequence = 7;
        sent.attempt = 3;
        sent.hold = "hld-1";
        sent.modelServed = "llama-3.3-70b-fp8";
        sent.apiKey = "key-1";
        sent.evidenceSha256 = new byte[32];
        sent.evidenceSha256[31] = 9;
        for (TokenClass tokenClass : TokenClass.ALL) {
            sent.tokens[tokenClass.ordinal()] = 100L + tokenClass.ordinal();
        }
        World.sealed(sent);
        RecordOutcome outcome = send(sent).record(0);

        assertEquals(UsageStatus.ACCEPTED, outcome.status());
        UsageRecord journaled = IngestFixture.journaled(ingest.engine).getFirst();
        assertEquals(sent.fingerprint, journaled.fingerprint);
        World.sealed(journaled);
        assertEquals(sent.fingerprint, journaled.fingerprint, "of the facts as journaled");
    }

    @Test
    void theSameAgainIsADuplicateAndOtherFactsAConflict() throws Exception {
        long position = send(World.unsealed(0, "a")).position();
        UsageRecord other = World.unsealed(0, "a");
        other.tokens[0]++;

        BatchOutcome again = send(World.unsealed(0, "a"), other, World.unsealed(2, "a2"));
        assertEquals(UsageStatus.DUPLICATE, again.status(0));
        assertEquals(UsageStatus.CONFLICT, again.status(1));
        assertEquals(UsageStatus.ACCEPTED, again.status(2));
        assertEquals(position, again.position(0));
        assertEquals(position, again.position(1));
        assertFalse(again.wasSentAgain(), "by the client itself");
    }

    @Test
    void aRecordSubmittedWithoutTheWireIsTheSameRecord() throws Exception {
        UsageRecord direct = World.usage(0, "direct");
        EngineFixture.record(ingest.engine, direct);
        BatchOutcome outcome = send(World.unsealed(0, "direct"));
        assertEquals(UsageStatus.DUPLICATE, outcome.status(0));
        assertEquals(direct.position, outcome.position(0));
    }

    @Test
    void whatCannotBePricedWaitsWithItsReason() throws Exception {
        UsageRecord stranger = World.unsealed(0, "s");
        stranger.wallet = "w-nobody";
        RecordOutcome outcome = send(stranger).record(0);
        assertEquals(UsageStatus.SUSPENDED, outcome.status());
        assertEquals(SuspenseReason.UNKNOWN_WALLET, outcome.suspense());
        assertNull(outcome.retail());
        assertTrue(outcome.position() >= 0);
    }

    @Test
    void whatIsNoRecordIsRejectedAloneWithFieldAndRule() throws Exception {
        UsageRecord bad = World.unsealed(0, "bad");
        bad.tenant = "";
        bad.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = -1;
        BatchOutcome outcome =
                send(World.unsealed(0, "x"), bad, World.unsealed(2, "y"), World.unsealed(4, "z"));

        assertEquals(1, outcome.rejected());
        assertEquals(UsageStatus.NOT_APPLIED, outcome.status(1));
        assertEquals(3, outcome.count(UsageStatus.ACCEPTED));
        assertEquals(
                List.of(
                        new RecordOutcome.Fault(
                                "data.usage.output.text",
                                "must be a whole number from 0 to 9007199254740991, without"
                                        + " fraction or exponent"),
                        new RecordOutcome.Fault("data.parties.tenant", "is required")),
                outcome.record(1).faults());
        assertEquals(outcome.position(0) + 1, outcome.position(2));
        assertEquals(outcome.position(0) + 2, outcome.position(3));
    }

    @Test
    void strictIsAllOrNothing() throws Exception {
        UsageRecord bad = World.unsealed(0, "");
        BatchOutcome malformed =
                IngestFixture.get(client.sendStrictly(List.of(World.unsealed(0, "a"), bad)));
        assertFalse(malformed.isTaken());
        assertEquals("1 items are malformed; nothing of the batch was applied", malformed.detail());
        assertEquals("id", malformed.record(1).faults().getFirst().field());
        assertEquals(UsageStatus.NOT_APPLIED, malformed.status(0));

        UsageRecord other = World.unsealed(0, "first");
        other.attempt = 2;
        send(World.unsealed(0, "first"));
        BatchOutcome conflict =
                IngestFixture.get(client.sendStrictly(List.of(World.unsealed(0, "b"), other)));
        assertFalse(conflict.isTaken());
        assertEquals(2, conflict.count(UsageStatus.NOT_APPLIED));
        assertEquals(1, IngestFixture.journaled(ingest.engine).size(), "of both nothing");

        BatchOutcome good = IngestFixture.get(client.sendStrictly(List.of(World.unsealed(0, "b"))));
        assertTrue(good.isTaken());
        assertEquals(UsageStatus.ACCEPTED, good.status(0));
    }

    @Test
    void forCountsTellsOnlyWhatWasNotAccepted() throws Exception {
        send(World.unsealed(0, "1"));
        UsageRecord bad = World.unsealed(0, "bad");
        bad.attempt = 0;
        List<UsageRecord> batch = new ArrayList<>(IngestFixture.records("", 4));
        batch.add(bad);
        BatchOutcome outcome = IngestFixture.get(client.sendForCounts(batch));
        assertEquals(5, outcome.size());
        assertEquals(3, outcome.count(UsageStatus.ACCEPTED));
        assertEquals(UsageStatus.CONFLICT, outcome.status(1), "of another wallet");
        assertEquals(1, outcome.rejected());
        assertEquals(-1, outcome.position(0));
        assertTrue(outcome.position(1) >= 0);
        assertEquals(ingest.engine.lastDurablePosition(), outcome.position());
    }

    @Test
    void anEmptyBatchAndALargeOne() throws Exception {
        assertEquals(0, send().size());
        BatchOutcome large =
                IngestFixture.get(client.send(IngestFixture.records("large-", 10_000)));
        assertEquals(10_000, large.count(UsageStatus.ACCEPTED));
        assertThrows(
                IllegalArgumentException.class,
                () -> client.send(IngestFixture.records("more-", 10_001)));
        UsageRecord huge = World.unsealed(0, "huge");
        huge.attributes = "x".repeat(5_000_000);
        assertThrows(IllegalArgumentException.class, () -> client.send(List.of(huge)));
        assertEquals(UsageStatus.ACCEPTED, send(World.unsealed(0, "after")).status(0));
    }

    @Test
    void recordsSentOneByOneShareBatches() throws Exception {
        List<CompletableFuture<RecordOutcome>> answers = new ArrayList<>();
        UsageRecord unfit = World.unsealed(0, "half \ud800");
        for (UsageRecord usage : IngestFixture.records("one-", 5_000)) {
            answers.add(client.record(usage));
        }
        answers.add(client.record(unfit));
        for (int i = 0; i < 5_000; i++) {
            assertEquals(UsageStatus.ACCEPTED, IngestFixture.get(answers.get(i)).status());
        }
        Throwable why =
                assertThrows(AssertionError.class, () -> IngestFixture.get(answers.get(5_000)));
        assertTrue(String.valueOf(why.getCause()).contains("half a surrogate pair"));
        assertEquals(5_000, IngestFixture.journaled(ingest.engine).size());
    }

    @Test
    void fourClientsAtOnce() throws Exception {
        List<IngestClient> clients = new ArrayList<>();
        List<CompletableFuture<BatchOutcome>> answers = new ArrayList<>();
        IngestClientOptions options = IngestFixture.options(ingest.server.port());
        for (int i = 0; i < 4; i++) {
            clients.add(IngestClient.of(options.withWindow(8, 10_000)));
        }
        for (int batch = 0; batch < 40; batch++) {
            for (int i = 0; i < 4; i++) {
                // Every batch is sent by two clients: one of the two is the duplicate.
                String prefix = "b" + batch + "-" + i / 2 + "-";
                answers.add(clients.get(i).send(IngestFixture.records(prefix, 50)));
            }
        }
        long accepted = 0;
        for (CompletableFuture<BatchOutcome> answer : answers) {
            BatchOutcome outcome = IngestFixture.get(answer);
            accepted += outcome.count(UsageStatus.ACCEPTED);
            assertEquals(
                    50, outcome.count(UsageStatus.ACCEPTED) + outcome.count(UsageStatus.DUPLICATE));
        }
        clients.forEach(IngestClient::close);
        assertEquals(40 * 2 * 50, accepted);
        assertEquals(40 * 2 * 50, IngestFixture.journaled(ingest.engine).size());
    }
}
