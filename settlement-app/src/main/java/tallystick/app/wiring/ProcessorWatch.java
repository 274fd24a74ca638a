package tallystick.app.wiring;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tallystick.projections.upkeep.ProcessorStates;

/**
 * Looks at the processors once a second. One that let go of its place because the database was away
 * would wait longer and longer, up to a minute, before it asks for it again; it is told to ask at
 * once.
 */
final class ProcessorWatch implements SmartLifecycle, ProcessorStates {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorWatch.class);

    private static final long LOOK_MILLIS = 1_000;

    private static final int SEGMENT = 0;

    private final EventProcessingConfiguration processors;
    private volatile @Nullable ScheduledExecutorService looking;

    ProcessorWatch(EventProcessingConfiguration processors) {
        this.processors = processors;
    }

    @Override
    public String of(String projection) {
        return processors
                .eventProcessor(projection, StreamingEventProcessor.class)
                .map(ProcessorWatch::state)
                .orElse("stopped");
    }

    private static String state(StreamingEventProcessor processor) {
        if (!processor.isRunning()) {
            return "stopped";
        }
        return processor.processingStatus().isEmpty() || processor.isError()
                ? "retrying"
                : "running";
    }

    @Override
    public void start() {
        ScheduledExecutorService watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("processor-watch").daemon().factory());
        ScheduledFuture<?> _ =
                watch.scheduleWithFixedDelay(
                        this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        looking = watch;
    }

    private void look() {
        try {
            processors.eventProcessors().values().stream()
                    .filter(StreamingEventProcessor.class::isInstance)
                    .map(StreamingEventProcessor.class::cast)
                    .filter(one -> one.isRunning() && one.processingStatus().isEmpty())
                    .forEach(one -> one.releaseSegment(SEGMENT, 1, TimeUnit.MILLISECONDS));
        } catch (RuntimeException fault) {
            LOG.warn("the processors could not be looked at", fault);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService watch = looking;
        looking = null;
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return looking != null;
    }
}
