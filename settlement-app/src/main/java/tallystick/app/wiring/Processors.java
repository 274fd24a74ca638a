package tallystick.app.wiring;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import tallystick.app.axon.BoundedMessageSource;
import tallystick.app.axon.JournalEventStore;
import tallystick.projections.JournalProjection;

/**
 * Streaming processors: each projection is a processing group with one segment. An event that
 * cannot be folded is parked by the projection itself. What a handler throws, as when the database
 * is away, rolls the transaction back and stops the processor, which tries again after a second or
 * two, see {@link ProcessorWatch}; nothing is logged and skipped.
 */
final class Processors implements ConfigurerModule {

    private static final int ONE_SEGMENT = 1;

    /** A processor that let go of its place, or found it taken, asks again after this. */
    private static final long CLAIM_INTERVAL_MILLIS = 1_000;

    private final List<JournalProjection> projections;
    private final Supplier<JournalEventStore> journal;
    private final TallystickProperties.Projections settings;

    Processors(
            List<JournalProjection> projections,
            Supplier<JournalEventStore> journal,
            TallystickProperties.Projections settings) {
        this.projections = projections;
        this.journal = journal;
        this.settings = settings;
    }

    @Override
    public void configureModule(Configurer configurer) {
        EventProcessingConfigurer events = configurer.eventProcessing();
        events.usingPooledStreamingEventProcessors()
                .registerPooledStreamingEventProcessorConfiguration(this::processor)
                .registerDefaultListenerInvocationErrorHandler(
                        _ -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(_ -> PropagatingErrorHandler.instance());
        projections.forEach(projection -> add(projection, events));
    }

    private void add(JournalProjection projection, EventProcessingConfigurer events) {
        String group = projection.group();
        BoundedMessageSource source =
                new BoundedMessageSource(journal, settings.readAheadRecords());
        events.registerEventHandler(_ -> projection)
                .assignHandlerInstancesMatching(group, projection::equals)
                .registerPooledStreamingEventProcessorConfiguration(
                        group, (_, processor) -> processor.messageSource(source))
                .registerHandlerInterceptor(group, _ -> source);
    }

    private PooledStreamingEventProcessor.Builder processor(
            Configuration configuration, PooledStreamingEventProcessor.Builder processor) {
        return processor
                .initialSegmentCount(ONE_SEGMENT)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(settings.batchMessages())
                .tokenClaimInterval(CLAIM_INTERVAL_MILLIS)
                .workerExecutor(name -> worker(name, configuration));
    }

    private static ScheduledExecutorService worker(String name, Configuration configuration) {
        ScheduledExecutorService executor =
                Executors.newScheduledThreadPool(
                        ONE_SEGMENT, new AxonThreadFactory("WorkPackage[" + name + "]"));
        configuration.onShutdown(executor::shutdown);
        return executor;
    }
}
