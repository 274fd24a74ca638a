package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.app.TestNode.await;
import static tallystick.app.TestNode.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TallystickApplication;
import tallystick.app.TestNode;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.projections.ProgressView;

/** A node in a process of its own, seen from outside, and killed. */
class KilledNodeTest {

    @TempDir Path directory;
    private Path data;
    private Path loaded;
    private Process process;

    @BeforeEach
    void startProcess() throws Exception {
        data = directory.resolve("data");
        loaded = directory.resolve("loaded.log");
        Path output = directory.resolve("output.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("..", "ops", "jvm.args"));
        command.add("-Xmx512m");
        command.add("-Xlog:class+load:file=" + loaded);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(TallystickApplication.class.getName());
        command.add("--tallystick.data=" + data);
        command.add("--server.port=0");
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        await(
                "the node serves",
                () -> {
                    assertTrue(process.isAlive(), () -> read(output));
                    return read(output).contains("Started TallystickApplication");
                });
    }

    @AfterEach
    void endProcess() throws Exception {
        process.destroyForcibly().waitFor();
        if (Files.exists(data.resolve("postgres"))) {
            EmbeddedPostgresServerTest.stopOrphan(data);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private ProcessHandle postgres() throws IOException {
        return ProcessHandle.of(EmbeddedPostgresServerTest.pid(data)).orElseThrow();
    }

    @Test
    void aKilledNodesDirectoryIsTakenOverWithItsDatabase() throws Exception {
        ProcessHandle orphan = postgres();
        process.destroyForcibly().waitFor();
        assertTrue(orphan.isAlive(), "PostgreSQL outlives the node, or this test shows nothing");

        try (RunningNode node = TestNode.start(data)) {
            assertFalse(orphan.isAlive());
            long position = send(node, new RegisterModel("m")).position();
            ProgressView progress = node.context().getBean(ProgressView.class);
            assertTrue(progress.awaitPosition("reference", position, 60_000));
        }
    }

    @Test
    void aNodeCallsNobodyAndTakesItsDatabaseWithIt() throws Exception {
        assertEquals(List.of(), loadedLike("org.axonframework.updates.UpdateChecker"));
        assertEquals(List.of(), loadedLike("net.openhft.chronicle.analytics"));
        assertEquals(List.of(), loadedLike("io.axoniq.axonserver.connector"));
        assertFalse(loadedLike("tallystick.app.axon.RingCommandBus").isEmpty(), "it can see");

        ProcessHandle server = postgres();
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        server.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(Files.exists(data.resolve("postgres").resolve("postmaster.pid")));
    }

    private List<String> loadedLike(String name) throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.contains(name)).toList();
        }
    }
}
