package tallystick.engine.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineFixture;
import tallystick.engine.World;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.RawClient;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.Wire;

/** Whatever comes over the wire: told why, closed, nothing left behind, the ledger untouched. */
class HostileTest {

    private static final int FRAME_MILLIS = 400;
    private static final int MOST_CONNECTIONS = 8;
    private static final long SEED = 4_711;

    @TempDir Path directory;
    private IngestFixture ingest;
    private String before;

    @BeforeEach
    void open() throws IOException {
        ingest =
                IngestFixture.start(
                        directory,
                        IngestOptions.onLoopback(0)
                                .withBounds(MOST_CONNECTIONS, 8 * 1024 * 1024)
                                .withTimeouts(FRAME_MILLIS, 60_000));
        before = EngineFixture.digest(ingest.engine);
    }

    @AfterEach
    void nothingIsLeftAndTheNextIsServed() throws Exception {
        ingest.assertNothingLeft();
        assertEquals(before, EngineFixture.digest(ingest.engine));
        try (IngestClient client = ingest.client()) {
            BatchOutcome outcome = IngestFixture.get(client.send(IngestFixture.records("ok-", 3)));
            assertEquals(3, outcome.count(UsageStatus.ACCEPTED));
        }
        assertFalse(before.equals(EngineFixture.digest(ingest.engine)), "the digest tells");
        ingest.close();
    }

    private RawClient raw() throws IOException {
        return RawClient.connect(ingest.server.port());
    }

    private RawClient greeted() throws IOException {
        RawClient client = raw();
        client.send(Wire.preface());
        client.expectWelcome();
        return client;
    }

    @Test
    void anotherProtocolIsToldWhoIsHere() throws Exception {
        try (RawClient client = raw()) {
            client.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.skipWelcome();
            client.expectFarewell(
                    FarewellReason.NOT_INGEST,
                    "this port speaks Tallystick's binary ingest, and what came is not that");
        }
    }

    @Test
    void anotherVersionIsToldTheRightOne() throws Exception {
        try (RawClient client = raw()) {
            byte[] preface = Wire.preface();
            preface[4] = 9;
            client.send(preface);
            client.skipWelcome();
            client.expectFarewell(
                    FarewellReason.OTHER_VERSION, "version 9 is not spoken here; version 1 is");
        }
    }

    @Test
    void aPrefaceThatDripsIsNotWaitedFor() throws Exception {
        try (RawClient client = raw()) {
            long start = System.nanoTime();
            client.drip(Wire.preface(), 0, 150);
            client.skipWelcome();
            client.expectFarewell(FarewellReason.TOO_SLOW, frameRule());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(millis < 20 * FRAME_MILLIS, "after " + millis + " ms");
        }
    }

    @Test
    void whoConnectsAndSaysNothingIsNotWaitedFor() throws Exception {
        try (RawClient client = raw()) {
            client.skipWelcome();
            client.expectFarewell(FarewellReason.TOO_SLOW, frameRule());
        }
    }

    @Test
    void aFrameThatDripsIsNotWaitedFor() throws Exception {
        try (RawClient client = greeted()) {
            byte[] frame = RawClient.frame(0, IngestFixture.records("slow-", 10));
            client.drip(frame, 100, 5);
            client.expectFarewell(FarewellReason.TOO_SLOW, frameRule());
        }
    }

    private static String frameRule() {
        return "a frame that has begun must arrive within " + FRAME_MILLIS + " ms";
    }

    @Test
    void aFrameThatIsCutIsNotTaken() throws Exception {
        byte[] frame = RawClient.frame(0, IngestFixture.records("cut-", 10));
        for (int length : new int[] {1, 7, 8, 9, 100, frame.length - 1}) {
            try (RawClient client = greeted()) {
                client.send(frame, 0, length);
                client.shutdownOutput();
                client.expectFarewell(
                        FarewellReason.DAMAGED, "the connection ended inside a frame");
            }
        }
    }

    @Test
    void aConnectionThatIsResetIsForgotten() throws Exception {
        byte[] frame = RawClient.frame(0, IngestFixture.records("reset-", 10));
        for (int i = 0; i < 20; i++) {
            try (RawClient client = greeted()) {
                client.send(frame, 0, frame.length - 1 - i);
                client.reset();
            }
        }
    }

    @Test
    void aFrameIsNotBelievedWithoutItsChecksum() throws Exception {
        byte[] frame = RawClient.frame(0, IngestFixture.records("crc-", 3));
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = frame.clone();
            int at = random.nextInt(4, frame.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            try (RawClient client = greeted()) {
                client.send(damaged);
                client.expectFarewell(
                        FarewellReason.DAMAGED, "a frame's checksum is not that of its payload");
            }
        }
    }

    @Test
    void aHugeLengthIsRefusedBeforeItIsReadAndBeforeMemoryIsTaken() throws Exception {
        for (int length :
                new int[] {4 * 1024 * 1024 + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            try (RawClient client = greeted()) {
                client.send(RawClient.header(length, 0));
                client.expectFarewell(
                        FarewellReason.FRAME_TOO_LARGE, "a frame takes at most 4194304 bytes");
            }
        }
    }

    @Test
    void moreRecordsThanABatchTakesAreRefusedByName() throws Exception {
        try (RawClient client = greeted()) {
            client.send(RawClient.frame(7, IngestFixture.records("many-", 10_001)));
            client.expectFarewell(
                    FarewellReason.TOO_MANY_RECORDS, "a batch takes at most 10000 records");
        }
    }

    @Test
    void randomBytesBehindAGoodChecksumAreNoBatch() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100; i++) {
            byte[] garbage = new byte[random.nextInt(0, 2_000)];
            random.nextBytes(garbage);
            try (RawClient client = greeted()) {
                client.send(RawClient.framed(garbage));
                assertEquals(FarewellReason.MALFORMED, client.farewell().reason());
            }
        }
    }

    /** Cut at every byte, with lengths and checksum put right: only the last one is a batch. */
    @Test
    void aBatchCutAtAnyByteIsNoBatch() throws Exception {
        byte[] payload = RawClient.payload(0, IngestFixture.records("cut-", 2));
        List<Integer> taken = new ArrayList<>();
        for (int length = 0; length < payload.length; length++) {
            try (RawClient client = greeted()) {
                client.send(RawClient.framed(java.util.Arrays.copyOf(payload, length)));
                if (client.farewell().reason() != FarewellReason.MALFORMED) {
                    taken.add(length);
                }
            }
        }
        assertEquals(List.of(), taken);
    }

    @Test
    void aTextThatIsNotUtf8IsNoBatch() throws Exception {
        byte[] payload = RawClient.payload(0, IngestFixture.records("utf-", 1));
        int at = new String(payload, StandardCharsets.ISO_8859_1).indexOf("llama");
        payload[at] = (byte) 0xFF;
        try (RawClient client = greeted()) {
            client.send(RawClient.framed(payload));
            client.expectFarewell(FarewellReason.MALFORMED, "a text is not UTF-8");
        }
    }

    @Test
    void aFloodOfConnectionsIsTurnedAwayAndThoseInsideAreServed() throws Exception {
        List<RawClient> inside = new ArrayList<>();
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            RawClient client = raw();
            client.send(Wire.preface());
            client.expectWelcome();
            inside.add(client);
        }
        for (int i = 0; i < 50; i++) {
            try (RawClient late = raw()) {
                late.expectFarewell(
                        FarewellReason.TOO_MANY_CONNECTIONS,
                        "at most " + MOST_CONNECTIONS + " connections are open at a time");
            }
        }
        assertEquals(MOST_CONNECTIONS, ingest.server.connections());
        inside.getFirst().send(RawClient.frame(5, List.of()));
        assertEquals(5, inside.getFirst().outcome());
        for (RawClient client : inside) {
            client.close();
        }
    }

    @Test
    void whoIsIdleIsLetGo() throws Exception {
        IngestOptions options = IngestOptions.onLoopback(0).withTimeouts(FRAME_MILLIS, 300);
        try (IngestServer server = IngestServer.start(ingest.engine, options);
                RawClient client = RawClient.connect(server.port())) {
            client.send(Wire.preface());
            client.expectWelcome();
            client.expectFarewell(FarewellReason.IDLE, "nothing was sent for 300 ms");
        }
    }

    /** Answers pile up in the sockets until the server's write stands still. */
    @Test
    void whoDoesNotReadAnswersIsCutOff() throws Exception {
        byte[] bad = RawClient.payload(0, List.of(World.unsealed(0, "")));
        try (RawClient client = greeted()) {
            boolean isCut = false;
            for (int i = 0; i < 2_000_000 && !isCut; i++) {
                isCut = !client.trySend(RawClient.framed(bad));
            }
            assertTrue(isCut, "still taking batches whose answers nobody reads");
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws Exception {
        IngestServer server = IngestServer.start(ingest.engine, IngestOptions.onLoopback(0));
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(Wire.preface());
            client.expectWelcome();
            Thread closing = Thread.ofPlatform().start(server::close);
            client.expectFarewell(FarewellReason.CLOSING, "the server stops");
            closing.join();
            assertNull(client.next());
        }
    }
}
