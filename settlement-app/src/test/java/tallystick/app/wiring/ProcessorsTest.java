package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.app.TestNode.await;
import static tallystick.app.TestNode.send;

import java.nio.file.Path;
import java.util.List;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
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

    @TempDir Path data;

    private RunningNode startWithProbe() {
        return TestNode.start(data, ProbeProjection.Wiring.class);
    }

    private static ProbeProjection probe(RunningNode node) {
        return node.context().getBean(ProbeProjection.class);
    }

    private static String token(long position) {
        return "{\"globalIndex\":" + position + "}";
    }

    private static long register(RunningNode node, String model) throws Exception {
        return send(node, new RegisterModel(model)).position();
    }

    @Test
    void aCommandReachesTheTables() throws Exception {
        try (RunningNode node = TestNode.start(data)) {
            long position = send(node, new RegisterOperator("kt", "KR", "KRW", "")).position();
            ProgressView progress = node.context().getBean(ProgressView.class);
            assertTrue(progress.awaitPosition("reference", position, WAIT_MILLIS));
            ReferenceView.Operator operator =
                    node.context().getBean(ReferenceView.class).operator("kt");
            assertEquals(position, operator.position());
            assertNull(node.context().getBean(ReferenceView.class).operator("skt"));
        }
    }

    @Test
    void aFailureLeavesNeitherRowsNorPosition() throws Exception {
        try (RunningNode node = startWithProbe()) {
            ProbeProjection probe = probe(node);
            long first = register(node, "a");
            await("first row", () -> probe.rows().equals(List.of(first)));
            assertEquals(token(first), probe.token());

            probe.failing = true;
            long second = register(node, "b");
            await("two attempts", () -> probe.failures.get() >= 2);
            assertEquals(List.of(first), probe.rows());
            assertEquals(token(first), probe.token());
            ProgressView progress = node.context().getBean(ProgressView.class);
            assertTrue(progress.awaitPosition("reference", second, WAIT_MILLIS), "others go on");

            probe.failing = false;
            await("second row, once", () -> probe.rows().equals(List.of(first, second)));
            assertEquals(token(second), probe.token());
        }
    }

    @Test
    void aRestartedNodeGoesOnWhereItStopped() throws Exception {
        long first;
        try (RunningNode node = startWithProbe()) {
            first = register(node, "a");
            await("first row", () -> probe(node).rows().equals(List.of(first)));
        }
        try (RunningNode node = startWithProbe()) {
            assertEquals(
                    RefusalCode.ALREADY_EXISTS,
                    send(node, new RegisterModel("a")).refusal().code(),
                    "the ledger came back");
            long second = register(node, "b");
            assertTrue(second > first);
            await("second row", () -> probe(node).rows().equals(List.of(first, second)));
            assertEquals(token(second), probe(node).token());
        }
    }

    @Test
    void whatHappenedWhileAProcessorWasAwayIsCaughtUp() throws Exception {
        long first;
        try (RunningNode node = TestNode.start(data)) {
            first = register(node, "a");
        }
        try (RunningNode node = startWithProbe()) {
            await("row of before", () -> probe(node).rows().equals(List.of(first)));
        }
    }

    @Test
    void aProjectionIsFoldedAgainFromTheJournal() throws Exception {
        try (RunningNode node = TestNode.start(data)) {
            register(node, "a");
            long last = register(node, "b");
            ProgressView progress = node.context().getBean(ProgressView.class);
            ReferenceView reference = node.context().getBean(ReferenceView.class);
            assertTrue(progress.awaitPosition("reference", last, WAIT_MILLIS));
            List<ReferenceView.Model> before = reference.models("", 10);

            StreamingEventProcessor processor =
                    node.context()
                            .getBean(EventProcessingConfiguration.class)
                            .eventProcessor("reference", StreamingEventProcessor.class)
                            .orElseThrow();
            processor.shutDown();
            processor.resetTokens();
            assertEquals(List.of(), reference.models("", 10), "emptied with the token");
            processor.start();
            assertTrue(progress.awaitPosition("reference", last, WAIT_MILLIS));
            assertEquals(before, reference.models("", 10));

            long next = register(node, "c");
            assertTrue(progress.awaitPosition("reference", next, WAIT_MILLIS), "and goes on");
        }
    }
}
