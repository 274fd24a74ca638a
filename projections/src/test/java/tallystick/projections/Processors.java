package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.json.JacksonSerializer;

/** The real thing around the projections: Axon's pooled processors with its JDBC token store. */
final class Processors implements AutoCloseable {

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
    private final List<PooledStreamingEventProcessor> processors = new ArrayList<>();
    private final Map<String, List<Throwable>> failures = new ConcurrentHashMap<>();
    private final ProgressView progress;

    Processors(DataSource database, JournalDouble journal, int batchSize) {
        BoundTransactions transactions = new BoundTransactions(database);
        this.progress = new ProgressView(database);
        JdbcTokenStore tokens =
                JdbcTokenStore.builder()
                        .connectionProvider(transactions.dataSource()::getConnection)
                        .schema(Projections.tokenSchema())
                        .serializer(JacksonSerializer.defaultSerializer())
                        .contentType(byte[].class)
                        .build();
        for (JournalProjection projection : Projections.all(transactions.dataSource())) {
            processors.add(
                    PooledStreamingEventProcessor.builder()
                            .name(projection.group())
                            .eventHandlerInvoker(
                                    SimpleEventHandlerInvoker.builder()
                                            .eventHandlers(projection)
                                            .listenerInvocationErrorHandler(
                                                    PropagatingErrorHandler.instance())
                                            .build())
                            .errorHandler(this::note)
                            .messageSource(journal)
                            .tokenStore(tokens)
                            .transactionManager(transactions)
                            .coordinatorExecutor(executor)
                            .workerExecutor(executor)
                            .initialSegmentCount(1)
                            .initialToken(StreamableMessageSource::createTailToken)
                            .batchSize(batchSize)
                            .build());
        }
    }

    private void note(ErrorContext context) throws Exception {
        failures.computeIfAbsent(context.eventProcessor(), _ -> new CopyOnWriteArrayList<>())
                .add(context.error());
        PropagatingErrorHandler.instance().handleError(context);
    }

    void start() {
        processors.forEach(PooledStreamingEventProcessor::start);
    }

    void stop() {
        processors.forEach(PooledStreamingEventProcessor::shutDown);
    }

    /** Empties every projection and starts over; call while stopped. */
    void reset() {
        processors.forEach(
                processor -> processor.resetTokens(StreamableMessageSource::createTailToken));
    }

    /**
     * What stopped units of work of a group, oldest first. Axon goes on trying and its processor
     * does not call that an error.
     */
    List<Throwable> failures(String group) {
        return failures.getOrDefault(group, List.of());
    }

    /** Waits until every projection is there. */
    void await(long position) throws InterruptedException {
        for (PooledStreamingEventProcessor processor : processors) {
            assertTrue(
                    progress.awaitPosition(processor.getName(), position, 30_000),
                    () -> processor.getName() + " stopped at " + progress.positions());
        }
    }

    @Override
    public void close() {
        stop();
        executor.shutdownNow();
    }
}
