package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.cli.Tallystick;
import tallystick.loadgen.http.HttpLoadOptions;

/** Loads against a server that asks for a credential. */
class LoadWithKeyTest {

    @TempDir Path directory;

    private static int run(SecuredNode node, String kind, @Nullable String key) {
        CommandLine commands = Tallystick.commandLine();
        String url = "http://127.0.0.1:" + node.node.port();
        return key == null
                ? commands.execute("load", kind, "--seconds", "1", "--wallets", "4", "--url", url)
                : commands.execute(
                        "load",
                        kind,
                        "--seconds",
                        "1",
                        "--wallets",
                        "4",
                        "--url",
                        url,
                        "--key",
                        key);
    }

    @Test
    void aLoadSendsItsKeyAndIsRefusedWithoutOne() throws Exception {
        try (SecuredNode node = SecuredNode.start(directory.resolve("data"), Map.of())) {
            String key =
                    node.key(
                            "*",
                            null,
                            null,
                            "reference:admin",
                            "settlement:maker",
                            "wallet:fund",
                            "wallet:read",
                            "wallet:hold",
                            "usage:write",
                            "audit:read");
            assertEquals(0, run(node, "holds", key));
            assertEquals(0, run(node, "single", key));
            assertNotEquals(0, run(node, "holds", null));
            assertNotEquals(0, run(node, "holds", SecuredNode.ADMIN));
        }
    }

    @Test
    void whatIsNoKeyIsNotSent() {
        for (String bad : new String[] {"", "a b", "a\r\nX-Actor: b", "é"}) {
            String rule = "";
            try {
                HttpLoadOptions _ =
                        new HttpLoadOptions(URI.create("http://localhost"), bad, 0, 1, 1, 1, 1);
            } catch (IllegalArgumentException refused) {
                rule = String.valueOf(refused.getMessage());
            }
            assertTrue(rule.startsWith("--key"), bad);
        }
    }
}
