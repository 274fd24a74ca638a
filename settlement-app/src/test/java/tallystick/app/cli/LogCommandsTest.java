package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.LedgerEngine;
import tallystick.engine.tlog.TransparencyLog;

/**
 * {@code export}, {@code verify}, {@code log-key} and {@code prove-equivocation}, as people run
 * them.
 */
class LogCommandsTest {

    @TempDir private Path directory = Path.of("");

    private final StringWriter said = new StringWriter();

    private int run(String... line) {
        said.getBuffer().setLength(0);
        CommandLine command = Tallystick.commandLine();
        command.setOut(new PrintWriter(said));
        command.setErr(new PrintWriter(said));
        return command.execute(line);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private String text(String name) {
        return file(name).toString();
    }

    /** A node registers a model and publishes a checkpoint of that. */
    private SignedNote work(String node, String model) throws Exception {
        try (RunningNode running = TestNode.start(file(node), Map.of())) {
            TestNode.send(running, new Reference.RegisterModel(model));
            LedgerEngine engine = running.context().getBean(LedgerEngine.class);
            TransparencyLog log = running.context().getBean(TransparencyLog.class);
            return Objects.requireNonNull(log.await(engine.lastDurablePosition() + 1, 20_000))
                    .note();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            // Its tables are made again; the server lets nobody copy its directory.
            for (Path file : files.filter(f -> !f.startsWith(from.resolve("postgres"))).toList()) {
                Path there = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else if (!file.getFileName().toString().equals("lock")) {
                    Files.copy(file, there);
                }
            }
        }
    }

    private String history(String node) throws IOException {
        return Files.readString(file(node).resolve("keys/tlog/history"));
    }

    @Test
    void aBundleIsGoodTamperedIncompleteOrUnwitnessed() throws Exception {
        work("node", "llama");
        Files.writeString(file("keys"), history("node"));
        assertEquals(0, run("export", "--data", text("node"), "--out", text("log.tar")));
        assertEquals(0, run("verify", text("log.tar"), "--keys", text("keys")), said::toString);
        byte[] good = Files.readAllBytes(file("log.tar"));
        byte[] bent = good.clone();
        bent[good.length / 2] ^= 4;
        Files.write(file("bent.tar"), bent);
        assertEquals(1, run("verify", text("bent.tar"), "--keys", text("keys")));
        Files.write(file("cut.tar"), Arrays.copyOf(good, good.length / 2));
        assertEquals(2, run("verify", text("cut.tar"), "--keys", text("keys")));
        Files.writeString(
                file("policy"),
                history("node")
                        + "quorum 1\n"
                        + NoteKey.of("w.example", NoteKey.COSIGNS, new byte[32])
                        + "\n");
        assertEquals(3, run("verify", text("log.tar"), "--keys", text("policy")), said::toString);
        assertEquals(64, run("verify", text("nothing.tar")));
    }

    @Test
    void aKeyIsRotatedWithOverlapAndTheJournalSaysSo() throws Exception {
        work("node", "llama");
        String first = history("node").substring(0, history("node").indexOf(' '));
        assertEquals(0, run("log-key", "--data", text("node"), "--rotate"), said::toString);
        assertEquals(2, said.toString().lines().count(), said.toString());
        SignedNote both = work("node", "qwen");
        assertEquals(2, both.signatures().size());
        String id = first.split("\\+", 3)[1];
        assertEquals(0, run("log-key", "--data", text("node"), "--retire", id), said::toString);
        SignedNote one = work("node", "gemma");
        assertEquals(1, one.signatures().size());
        assertEquals(64, run("log-key", "--data", text("node"), "--retire", id));

        // Who trusts the second key verifies; who trusts the first only does not.
        List<String> keys = history("node").lines().toList();
        Files.writeString(file("second"), keys.get(1) + "\n");
        Files.writeString(file("first"), keys.get(0) + "\n");
        assertEquals(0, run("export", "--data", text("node"), "--out", text("log.tar")));
        assertEquals(0, run("verify", text("log.tar"), "--keys", text("second")), said::toString);
        assertEquals(1, run("verify", text("log.tar"), "--keys", text("first")));
        String bundle =
                new String(
                        Files.readAllBytes(file("log.tar")),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(bundle.contains("LogKeyRotated"), "the journal says that a key came");
        assertTrue(
                bundle.contains("\"untilSize\":" + Checkpoint.parse(both.text()).size()), "left");
    }

    @Test
    void aLogThatForksIsConvictedByTwoCheckpoints() throws Exception {
        work("node", "llama");
        copy(file("node"), file("twin"));
        SignedNote one = work("node", "qwen");
        SignedNote other = work("twin", "gemma");
        assertEquals(Checkpoint.parse(one.text()).size(), Checkpoint.parse(other.text()).size());
        assertNotEquals(one.text(), other.text());
        Files.write(file("one"), one.bytes());
        Files.write(file("other"), other.bytes());
        Files.writeString(file("keys"), history("node"));
        assertEquals(
                0,
                run(
                        "prove-equivocation",
                        text("one"),
                        text("other"),
                        "--keys",
                        text("keys"),
                        "--out",
                        text("proof")),
                said::toString);
        assertEquals(0, run("prove-equivocation", "--check", text("proof")), said::toString);
        assertEquals(
                1,
                run("prove-equivocation", text("one"), text("one"), "--keys", text("keys")),
                said::toString);
        Files.writeString(
                file("false"), Files.readString(file("proof")).replaceFirst("\n2\n", "\n3\n"));
        assertEquals(1, run("prove-equivocation", "--check", text("false")), said::toString);
    }
}
