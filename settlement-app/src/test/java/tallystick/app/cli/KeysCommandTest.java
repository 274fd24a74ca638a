package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.security.key.KeyText;

/** The first key is made on a stopped node, and opens it once it runs. */
class KeysCommandTest {

    @TempDir Path directory;

    /** What a command wrote and how it ended. */
    private record Ran(int exit, String out, String err) {}

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Tallystick.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return new Ran(commandLine.execute(args), out.toString(), err.toString());
    }

    private Ran keys(String command, String... args) {
        String[] all = new String[args.length + 4];
        System.arraycopy(
                new String[] {"keys", command, "--data", directory.toString()}, 0, all, 0, 4);
        System.arraycopy(args, 0, all, 4, args.length);
        return run(all);
    }

    @Test
    void aKeyMadeOnAStoppedNodeOpensIt() throws Exception {
        Ran made =
                keys(
                        "create",
                        "--federation",
                        "--role",
                        "reference:admin",
                        "--role",
                        "ops",
                        "--subject",
                        "ann");
        assertEquals(0, made.exit(), made.err());
        String key = made.out().strip();
        String id = KeyText.idOf(key);
        assertNotNull(id, made.out());
        Ran listed = keys("list");
        assertTrue(listed.out().contains(id + " good ann"), listed.out());
        assertFalse(listed.out().contains(key));
        try (RunningNode node = TestNode.start(directory)) {
            assertEquals(200, status(node, key));
            assertEquals(401, status(node, KeyText.generate()));
            Ran running = keys("create", "--federation", "--role", "ops");
            assertEquals(64, running.exit());
            assertTrue(running.err().contains("another process"), running.err());
        }
        assertEquals(0, keys("revoke", id).exit());
        assertTrue(keys("list").out().contains(id + " revoked"));
        try (RunningNode node = TestNode.start(directory)) {
            assertEquals(401, status(node, key));
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        assertSays("--role", keys("create", "--federation"));
        assertSays("one of --federation", keys("create", "--role", "ops"));
        assertSays(
                "one of --federation",
                keys("create", "--role", "ops", "--federation", "--operator", "op-kr"));
        assertSays("roles must be of", keys("create", "--federation", "--role", "root"));
        assertSays(
                "no such operator", keys("create", "--operator", "op-kr", "--role", "usage:write"));
        assertSays(
                "--expires", keys("create", "--federation", "--role", "ops", "--expires", "soon"));
        assertSays("no key", keys("revoke", "nobody"));
        assertNotNull(KeyText.idOf(run("keys", "generate").out().strip()));
    }

    private static void assertSays(String what, Ran ran) {
        assertEquals(64, ran.exit(), ran.err());
        assertTrue(ran.err().contains(what), ran.err());
    }

    private static int status(RunningNode node, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + node.port()
                                                            + "/v1/api-keys"))
                                    .header("Authorization", "Bearer " + key)
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
