package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.app.TestNode.await;
import static tallystick.app.TestNode.send;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.domain.LedgerCommand.Reference.RegisterOperator;
import tallystick.domain.RefusalCode;
import tallystick.projections.ProgressView;
import tallystick.projections.reference.ReferenceView;

/** Rows and position move together, through failures and restarts. */
class ProcessorsTest {

    private static final long WAIT_MILLIS = 60_000;

    @TempDir static Path data;
    private static RunningNode node;
    private static ProbeProjection probe;
    private static ProgressView progress;
    private static ReferenceView reference;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, ProbeProjection.Wiring.class);
        probe = probe(node);
        progress = node.context().getBean(ProgressView.class);
        reference = node.context().getBean(ReferenceView.class);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static ProbeProjection probe(RunningNode of) {
        return of.context().getBean(ProbeProjection.class);
    }

    private static String token(long position) {
        return "{\"globalIndex\":" + position + "}";
    }

    private static long register(RunningNode at, String model) throws Exception {
        return send(at, new RegisterModel(model)).position();
    }

    @Test
    void aCommandReachesTheTables() throws Exception {
        long position = send(node, new RegisterOperator("kt", "KR", "KRW", "")).position();
        assertTrue(progress.awaitPosition("reference", position, WAIT_MILLIS));
        assertEquals(position, reference.operator("kt").position());
        assertNull(reference.operator("skt"));
    }

    @Test
    void aFailureLeavesNeitherRowsNorPosition() throws Exception {
        long first = register(node, "before-the-failure");
        await("its row", () -> probe.rows().contains(first));
        List<Long> rows = probe.rows();
        await("its token", () -> probe.token().equals(token(first)));

        probe.failing = true;
        long second = register(node, "at-the-failure");
        await("two attempts", () -> probe.failures.get() >= 2);
        assertEquals(rows, probe.rows());
        assertEquals(token(first), probe.token());
        assertTrue(progress.awaitPosition("reference", second, WAIT_MILLIS), "others go on");

        probe.failing = false;
        List<Long> expected = Stream.concat(rows.stream(), Stream.of(second)).toList();
        await("its row, once", () -> probe.rows().equals(expected));
        assertEquals(token(second), probe.token());
    }

    @Test
    void aProjectionIsFoldedAgainFromTheJournal() throws Exception {
        register(node, "folded-first");
        long last = register(node, "folded-second");
        assertTrue(progress.awaitPosition("reference", last, WAIT_MILLIS));
        List<ReferenceView.Model> before = reference.models("", 100);

        StreamingEventProcessor processor =
                node.context()
                        .getBean(EventProcessingConfiguration.class)
                        .eventProcessor("reference", StreamingEventProcessor.class)
                        .orElseThrow();
        processor.shutDown();
        processor.resetTokens();
        assertEquals(List.of(), reference.models("", 100), "emptied with the token");
        processor.start();
        assertTrue(progress.awaitPosition("reference", last, WAIT_MILLIS));
        assertEquals(before, reference.models("", 100));

        long next = register(node, "folded-third");
        assertTrue(progress.awaitPosition("reference", next, WAIT_MILLIS), "and goes on");
    }

    @Test
    void aRestartedNodeGoesOnWhereItStopped(@TempDir Path other) throws Exception {
        long first;
        long second;
        try (RunningNode before = TestNode.start(other)) {
            first = register(before, "a");
            second = register(before, "b");
        }
        try (RunningNode after = TestNode.start(other, ProbeProjection.Wiring.class)) {
            assertEquals(
                    RefusalCode.ALREADY_EXISTS,
                    send(after, new RegisterModel("a")).refusal().code(),
                    "the ledger came back");
            long third = register(after, "c");
            assertTrue(third > second);
            // A processor of before would find its rows doubled, had it begun anew.
            List<Long> all = List.of(first, second, third);
            await("what came before it", () -> probe(after).rows().equals(all));
            ProgressView reached = after.context().getBean(ProgressView.class);
            assertTrue(reached.awaitPosition("reference", third, WAIT_MILLIS));
            assertEquals(
                    List.of("a", "b", "c"),
                    after.context().getBean(ReferenceView.class).models("", 10).stream()
                            .map(ReferenceView.Model::model)
                            .toList());
        }
    }
}
