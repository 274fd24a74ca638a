package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.WitnessProcess;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.cli.Tallystick;
import tallystick.engine.LedgerEngine;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.TransparencyLog;

/** Three witnesses, a process each; without two of them settlement stands still. */
class WitnessGateTest {

    @TempDir private Path directory = Path.of("");

    private final List<WitnessProcess> witnesses = new ArrayList<>();
    private String logKey = "";
    private int sent;

    @AfterEach
    void stop() {
        witnesses.forEach(WitnessProcess::close);
    }

    private Path data() {
        return directory.resolve("node");
    }

    private WitnessProcess witness(int i, int port) throws Exception {
        return WitnessProcess.start(
                directory.resolve("w" + i), "witness.example/w" + i, port, logKey);
    }

    private RunningNode start() {
        return TestNode.start(
                data(), Map.of("tallystick.tlog.policy", directory.resolve("policy")));
    }

    private Reply post(RunningNode running, String actor, String path, String body) {
        tallystick.app.api.TestNode node = tallystick.app.api.TestNode.of(running);
        return node.send(
                node.request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "k" + sent++)
                        .header("X-Actor", actor)
                        .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    private void ok(RunningNode node, String path, String body) {
        Reply reply = post(node, "hub", path, body);
        assertEquals(2, reply.status() / 100, path + " " + reply.text());
    }

    private static Reply get(RunningNode running, String path) {
        return tallystick.app.api.TestNode.of(running).getAsIs(path);
    }

    private static void refused(Reply reply) {
        assertEquals(409, reply.status(), reply.text());
        assertEquals("not-witnessed", reply.code(), reply.text());
        assertTrue(reply.json().path("retriable").booleanValue());
        assertEquals("1", reply.header("Retry-After"));
    }

    /** By the trusted keys, and by the log's keys and the policy: the same word. */
    private int verify() throws Exception {
        Path trusted = directory.resolve("trusted.keys");
        StringBuilder keys = new StringBuilder(logKey + "\nquorum 2\n");
        witnesses.forEach(witness -> keys.append(witness.key()).append('\n'));
        Files.writeString(trusted, keys);
        String bundle = directory + "/log.tar";
        assertEquals(0, run("export", "--data", data() + "", "--out", bundle));
        int word = run("verify", bundle, "--keys", trusted.toString());
        Path log = data().resolve("keys").resolve("tlog").resolve("history");
        String policy = directory.resolve("policy").toString();
        assertEquals(word, run("verify", bundle, "--keys", log.toString(), "--policy", policy));
        assertEquals(64, run("verify", bundle, "--policy", policy));
        return word;
    }

    /** Whoever prefers not to wait is told at once. */
    private static void refusedAtOnce(RunningNode running, String path) {
        tallystick.app.api.TestNode node = tallystick.app.api.TestNode.of(running);
        long started = System.nanoTime();
        refused(node.send(node.request(path).header("Prefer", "respond-async, wait=0").build()));
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertTrue(millis < 2_000, millis + " ms");
    }

    private static int run(String... line) {
        StringWriter said = new StringWriter();
        CommandLine command = Tallystick.commandLine();
        command.setOut(new PrintWriter(said));
        command.setErr(new PrintWriter(said));
        return command.execute(line);
    }

    private static void awaitCheckpoint(RunningNode node, boolean witnessed) throws Exception {
        TransparencyLog log = node.context().getBean(TransparencyLog.class);
        long size = node.context().getBean(LedgerEngine.class).lastDurablePosition() + 1;
        Object found = witnessed ? log.awaitWitnessed(size, 20_000) : log.await(size, 20_000);
        assertTrue(found != null);
    }

    @Test
    void withoutTheQuorumNothingIsIssuedApprovedOrShown() throws Exception {
        LogKeys keys = LogKeys.open(TlogOptions.in(data()).keys(), "node.example/log");
        logKey = keys.all().getFirst().toString();
        StringBuilder policy = new StringBuilder("# two of three\nquorum 2\n");
        for (int i = 0; i < 3; i++) {
            witnesses.add(witness(i, 0));
            policy.append(witnesses.get(i).line()).append('\n');
        }
        Files.writeString(directory.resolve("policy"), policy);
        String w = "/v1/settlement/windows/w1";
        try (RunningNode node = start()) {
            ok(
                    node,
                    "/v1/settlement/windows",
                    "{'window':'w1','settlement_model':'daily','starts_at':'2026-01-01T00:00:00Z'}");
            ok(node, w + "/cutoff", "{'cut_off':'" + Instant.now() + "','next_window':'w2'}");
            ok(node, w + "/seal", "{}");
            ok(node, w + "/calculate", "{}");
            ok(node, w + "/issue", "{}");
            assertEquals(200, get(node, w + "/statements").status());
            awaitCheckpoint(node, true);
            assertEquals(0, verify());

            witnesses.get(1).close();
            // One of three is down: two are left.
            ok(node, w + "/net", "{}");
            awaitCheckpoint(node, true);
            assertEquals(200, get(node, w + "/positions").status());
            witnesses.get(2).close();
            String hash = get(node, w + "/approvals").at("hash");
            ok(
                    node,
                    "/v1/settlement/windows/w2/cutoff",
                    "{'cut_off':'" + Instant.now() + "','next_window':'w3'}");
            refused(post(node, "hub", w + "/approve", "{'hash':'" + hash + "'}"));
            refused(get(node, "/v1/settlement/windows/w2/statements"));
            refusedAtOnce(node, "/v1/settlement/windows/w2/statements");
            refused(post(node, "hub", "/v1/settlement/windows/w2/issue", "{}"));
            // What was covered before is still shown.
            assertEquals(200, get(node, w + "/positions").status());
            awaitCheckpoint(node, false);
            assertEquals(3, verify());
        }
        try (RunningNode node = start()) {
            // What the quorum cosigned is remembered, and nothing more.
            assertEquals(200, get(node, w + "/positions").status());
            String hash = get(node, w + "/approvals").at("hash");
            String approve = "{'hash':'" + hash + "'}";
            refused(post(node, "hub-maker", w + "/approve", approve));
            witnesses.set(2, witness(2, witnesses.get(2).port()));
            Reply proposed = post(node, "hub-maker", w + "/approve", approve);
            assertEquals(200, proposed.status(), proposed.text());
            Reply done = post(node, "hub-risk", w + "/approve/check", approve);
            assertEquals(200, done.status(), done.text());
            assertEquals(200, get(node, "/v1/settlement/windows/w2/statements").status());
            awaitCheckpoint(node, true);
            assertEquals(0, verify());
        }
    }
}
