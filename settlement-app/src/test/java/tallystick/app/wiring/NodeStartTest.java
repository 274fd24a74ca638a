package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationContext;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.axon.JournalEventStorageEngine;
import tallystick.app.axon.JournalEventStore;
import tallystick.app.axon.RingCommandBus;
import tallystick.engine.LedgerEngine;

/** A whole node starts, and what is in it is what the design says, not what Axon falls back to. */
class NodeStartTest {

    @TempDir static Path data;
    private static RunningNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static ApplicationContext context() {
        return node.context();
    }

    @Test
    void theRealPartsAreInUse() {
        Configuration axon = context().getBean(Configuration.class);
        assertInstanceOf(
                SpringTransactionManager.class, axon.getComponent(TransactionManager.class));
        assertInstanceOf(RingCommandBus.class, axon.commandBus());
        assertInstanceOf(JournalEventStore.class, axon.eventStore());
        assertInstanceOf(
                JournalEventStorageEngine.class, context().getBean(EventStorageEngine.class));
        assertInstanceOf(Jackson3Serializer.class, axon.eventSerializer());
        assertInstanceOf(Jackson3Serializer.class, axon.serializer());
        assertEquals(1, context().getBeansOfType(CommandBus.class).size());
        for (Serializer serializer : context().getBeansOfType(Serializer.class).values()) {
            assertInstanceOf(Jackson3Serializer.class, serializer);
        }
    }

    @Test
    void everyProcessorKeepsItsTokenWhereItsRowsAre() {
        EventProcessingConfiguration processing =
                context().getBean(EventProcessingConfiguration.class);
        Map<String, EventProcessor> processors = processing.eventProcessors();
        assertEquals(
                Set.of("reference", "wallet", "usage", "position", "settlement", "webhook"),
                processors.keySet());
        processors.forEach(
                (name, processor) -> {
                    assertInstanceOf(PooledStreamingEventProcessor.class, processor, name);
                    assertTrue(processor.isRunning(), name);
                    assertInstanceOf(JdbcTokenStore.class, processing.tokenStore(name), name);
                    assertInstanceOf(
                            SpringTransactionManager.class,
                            processing.transactionManager(name),
                            name);
                });
        assertInstanceOf(JdbcTokenStore.class, context().getBean(TokenStore.class));
    }

    @Test
    void nothingAsksTheNetwork() {
        assertFalse(
                context().containsBean("updateChecker"),
                "Axon's update checker is not to be there");
        assertEquals("true", System.getProperty("axoniq.update-checker.disabled"));
        assertFalse(isPresent("net.openhft.chronicle.analytics.Analytics"));
        assertTrue(isPresent("net.openhft.chronicle.queue.ChronicleQueue"), "the check can see");
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, NodeStartTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    @Test
    void readinessFollowsTheEngine() throws Exception {
        assertTrue(context().getBean(LedgerEngine.class).isReady());
        assertEquals(200, status("/actuator/health/readiness"));
        assertEquals(200, status("/actuator/health/liveness"));
        assertEquals(404, status("/actuator/env"));
    }

    @Test
    void readinessGoesWhenTheEngineGoes(@TempDir Path other) throws Exception {
        try (RunningNode failing = TestNode.start(other)) {
            failing.context().getBean(LedgerEngine.class).close();
            assertEquals(503, status(failing, "/actuator/health/readiness"));
            assertEquals(200, status(failing, "/actuator/health/liveness"));
        }
    }

    @Test
    void aSecondNodeOnTheSameDirectoryIsRefused() {
        Exception refused = assertThrows(Exception.class, () -> TestNode.start(data));
        assertTrue(rootCause(refused).getMessage().contains("another process uses"), "" + refused);
    }

    @Test
    void theServerListensOnLoopbackAlone() {
        assertEquals("127.0.0.1", context().getEnvironment().getProperty("server.address"));
        assertTrue(node.port() > 0);
    }

    @Test
    void theDirectoryHoldsEverything() {
        for (String name : Set.of("journal", "postgres", "lock")) {
            assertTrue(Files.exists(data.resolve(name)), name);
        }
    }

    private static int status(String path) throws Exception {
        return status(node, path);
    }

    private static int status(RunningNode asked, String path) throws Exception {
        URI uri = asked.baseUri().resolve(path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
