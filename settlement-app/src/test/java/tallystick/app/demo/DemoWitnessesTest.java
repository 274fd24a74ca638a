package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.engine.witness.WitnessPolicy;

/** The demo's witnesses are processes that end with it, however it ends. */
class DemoWitnessesTest {

    private static final int SIGKILL = 137;

    @TempDir private Path directory = Path.of("");

    @Test
    void theyEndWhenTheirParentIsKilled() throws Exception {
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DemoWitnessParent.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
        List<ProcessHandle> witnesses =
                Arrays.stream(said.readLine().replaceAll("[\\[\\] ]", "").split(","))
                        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                        .toList();
        assertEquals(3, witnesses.size());
        assertTrue(witnesses.stream().allMatch(ProcessHandle::isAlive));
        parent.destroyForcibly();
        assertEquals(SIGKILL, parent.waitFor());
        for (ProcessHandle witness : witnesses) {
            witness.onExit().get(20, TimeUnit.SECONDS);
            assertFalse(witness.isAlive());
        }
    }

    @Test
    void oneIsThereFirstAndTheOthersComeAfterARefusal() throws Exception {
        try (DemoWitnesses witnesses = DemoWitnesses.start(directory)) {
            WitnessPolicy policy = WitnessPolicy.parse(Files.readString(witnesses.policy()));
            assertEquals(2, policy.quorum());
            assertEquals(3, policy.witnesses().size());
            assertEquals(1, witnesses.pids().size());
            witnesses.summon(() -> "409 not-witnessed");
            assertEquals(3, witnesses.pids().size());
            witnesses.summon(() -> "asked twice");
            assertEquals("409 not-witnessed", witnesses.refused());
        }
    }

    @Test
    void whatTheySayIsJudged() {
        assertEquals(
                List.of(), broken(new DemoWitnessed(3, 2, 3, "409 not-witnessed", "ok", 9, "d")));
        String early = "no settlement document before the quorum of witnesses";
        String log = "the log verifies offline, cosigned, to the same ledger";
        assertEquals(List.of(early), broken(new DemoWitnessed(3, 2, 3, "200 ", "ok", 9, "d")));
        assertEquals(
                List.of(log),
                broken(new DemoWitnessed(3, 2, 1, "409 not-witnessed", "ok", 9, "d")));
        assertEquals(
                List.of(log),
                broken(new DemoWitnessed(3, 2, 3, "409 not-witnessed", "tampered", 9, "d")));
        assertEquals(
                List.of(log),
                broken(new DemoWitnessed(3, 2, 3, "409 not-witnessed", "ok", 9, "e")));
    }

    private static List<String> broken(DemoWitnessed witnessed) {
        return witnessed.checks("d").stream()
                .filter(check -> !check.passed())
                .map(DemoCheck::name)
                .toList();
    }
}
