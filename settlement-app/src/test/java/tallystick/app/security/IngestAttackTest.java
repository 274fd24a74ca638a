package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.security.key.KeyText;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.IngestClientOptions;
import tallystick.engine.client.IngestRefusedException;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.Wire;

/** The binary door asks the same questions as the one for HTTP. */
class IngestAttackTest {

    @TempDir static Path directory = Path.of("");

    private static SecuredNode node = null;
    private static int port;

    @BeforeAll
    static void start() {
        node = SecuredNode.start(directory, Map.of("tallystick.ingest.port", 0)).withFederation();
        port = node.node.ingestPort().orElseThrow();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static IngestClient client(String credential) {
        return IngestClient.of(
                IngestClientOptions.of("127.0.0.1", port).withCredential(credential));
    }

    private static UsageRecord usage(
            String source, String wallet, String tenant, String home, String serving) {
        UsageRecord usage = new UsageRecord();
        usage.kind = UsageKind.RECORDED;
        usage.source = source;
        usage.id = UUID.randomUUID().toString();
        usage.requestId = usage.id;
        usage.wallet = wallet;
        usage.tenant = tenant;
        usage.homeOperator = home;
        usage.servingOperator = serving;
        usage.model = SecuredNode.MODEL;
        usage.endedEpochNanos = Instant.now().toEpochMilli() * 1_000_000;
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1_000;
        return usage;
    }

    private static UsageRecord own() {
        return usage(SecuredNode.gateway("op-kr"), "wal-acme", "acme", "op-kr", "op-kr");
    }

    private static BatchOutcome send(IngestClient client, UsageRecord... records) throws Exception {
        return client.send(List.of(records)).get(30, TimeUnit.SECONDS);
    }

    private static void assertRefused(String credential) throws Exception {
        try (IngestClient client = client(credential)) {
            ExecutionException refused =
                    assertThrows(ExecutionException.class, () -> send(client, own()));
            IngestRefusedException why =
                    assertInstanceOf(IngestRefusedException.class, refused.getCause());
            assertEquals(FarewellReason.NOT_AUTHENTICATED, why.reason());
            assertFalse(
                    KeyText.idOf(String.valueOf(credential)) != null
                            && String.valueOf(why.getMessage()).contains(credential));
        }
    }

    @Test
    void withoutAGoodKeyNothingIsTaken() throws Exception {
        assertRefused(null);
        assertRefused("");
        assertRefused(KeyText.generate());
        assertRefused(node.key("op-kr", null, null, "wallet:read", "reference:admin"));
        assertRefused(node.regulator("KR", "usage:write"));
        try (IngestClient client = client(node.key("op-kr", null, null, "usage:write"))) {
            assertEquals(1, send(client, own()).count(UsageStatus.ACCEPTED));
        }
    }

    @Test
    void recordsOfOthersAreRejectedOneByOne() throws Exception {
        String gateway = SecuredNode.gateway("op-kr");
        try (IngestClient client = client(node.key("op-kr", null, null, "usage:write"))) {
            BatchOutcome outcome =
                    send(
                            client,
                            own(),
                            usage(gateway, "wal-gamma", "gamma", "op-fr", "op-fr"),
                            usage(gateway, "wal-gamma", "acme", "op-kr", "op-kr"),
                            usage("urn:meter:1", "wal-acme", "acme", "op-kr", "op-kr"),
                            own());
            assertEquals(2, outcome.count(UsageStatus.ACCEPTED), outcome.toString());
            assertEquals(3, outcome.rejected(), outcome.toString());
        }
        String tenants = "/operators/op-kr/tenants/acme/app";
        try (IngestClient client = client(node.key("op-kr", "acme", null, "usage:write"))) {
            BatchOutcome outcome =
                    send(
                            client,
                            usage(tenants, "wal-acme", "acme", "op-kr", "op-kr"),
                            usage(tenants, "wal-beta", "beta", "op-kr", "op-kr"),
                            own());
            assertEquals(1, outcome.count(UsageStatus.ACCEPTED), outcome.toString());
            assertEquals(2, outcome.rejected(), outcome.toString());
        }
    }

    @Test
    void aKeyTakenBackEndsItsConnections() throws Exception {
        String key = node.key("op-kr", null, null, "usage:write");
        try (IngestClient client = client(key)) {
            assertEquals(1, send(client, own()).count(UsageStatus.ACCEPTED));
            String id = String.valueOf(KeyText.idOf(key));
            node.made("/v1/api-keys/" + id + "/revoke", "{}");
            ExecutionException refused =
                    assertThrows(ExecutionException.class, () -> send(client, own()));
            assertInstanceOf(IngestRefusedException.class, refused.getCause());
        }
        assertRefused(key);
    }

    @Test
    void aStrangerHasNoMegabytesAndNoMinutes() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(Wire.preface());
            // A frame of 4 MiB is announced: no greeting is that long.
            socket.getOutputStream().write(new byte[] {0, 0, 0x40, 0, 0, 0, 0, 0});
            String said = rest(socket.getInputStream());
            assertTrue(said.contains("a credential must come first"), said);
        }
        long begin = System.nanoTime();
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
            silent.setSoTimeout(30_000);
            silent.getOutputStream().write(Wire.preface());
            String said = rest(silent.getInputStream());
            assertTrue(said.contains("must arrive within"), said);
        }
        assertTrue(System.nanoTime() - begin < 25_000_000_000L);
    }

    private static String rest(InputStream in) throws Exception {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
