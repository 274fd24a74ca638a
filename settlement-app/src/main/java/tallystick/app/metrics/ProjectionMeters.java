package tallystick.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tallystick.projections.ProgressView;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.parking.ParkedView.Parked;
import tallystick.projections.upkeep.ProcessorStates;

/**
 * How far each projection is behind the journal, and what of it is parked. One look at the database
 * serves everything for two seconds; while the database is away the figures are NaN.
 */
public final class ProjectionMeters implements MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionMeters.class);

    private static final long KEPT_MILLIS = 2_000;

    /** What one look at the database saw. */
    private record Tables(long journal, Map<String, Long> positions, Map<String, Parked> parked) {

        long lag(String projection) {
            return Math.max(0, journal - positions.getOrDefault(projection, -1L));
        }

        Parked parkedOf(String projection) {
            return parked.getOrDefault(projection, new Parked(0, 0, 0));
        }
    }

    private final List<String> projections;
    private final LongSupplier lastPosition;
    private final ProgressView progress;
    private final ParkedView parked;
    private final ProcessorStates processors;
    private final Sampled<Tables> tables = new Sampled<>(KEPT_MILLIS, this::look);

    /**
     * @param projections the names of all
     * @param lastPosition of the journal
     */
    public ProjectionMeters(
            List<String> projections,
            LongSupplier lastPosition,
            ProgressView progress,
            ParkedView parked,
            ProcessorStates processors) {
        this.projections = List.copyOf(projections);
        this.lastPosition = lastPosition;
        this.progress = progress;
        this.parked = parked;
        this.processors = processors;
    }

    private @Nullable Tables look() {
        try {
            Map<String, Long> positions = progress.positions();
            Map<String, Parked> of = new LinkedHashMap<>();
            projections.forEach(projection -> of.put(projection, parked.of(projection)));
            return new Tables(lastPosition.getAsLong(), positions, of);
        } catch (RuntimeException away) {
            LOG.debug("the tables cannot be looked at", away);
            return null;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String projection : projections) {
            of(
                    registry,
                    projection,
                    "lag.events",
                    "events the tables are behind the journal",
                    seen -> seen.lag(projection));
            of(
                    registry,
                    projection,
                    "parked.events",
                    "events that could not be folded",
                    seen -> seen.parkedOf(projection).letters());
            of(
                    registry,
                    projection,
                    "parked.sequences",
                    "sequences that are parked: a wallet, a pair, a window",
                    seen -> seen.parkedOf(projection).sequences());
            of(
                    registry,
                    projection,
                    "waiting.events",
                    "events that wait behind parked ones",
                    seen -> seen.parkedOf(projection).waiting());
            Gauge.builder("tallystick.projection.running", processors, p -> running(p, projection))
                    .tag("projection", projection)
                    .description("1 while its processor works, 0 while it retries or is stopped")
                    .register(registry);
        }
    }

    private static double running(ProcessorStates processors, String projection) {
        return processors.of(projection).equals("running") ? 1 : 0;
    }

    private void of(
            MeterRegistry registry,
            String projection,
            String name,
            String description,
            ToDoubleFunction<Tables> figure) {
        Gauge.builder("tallystick.projection." + name, tables, t -> t.figure(figure))
                .tag("projection", projection)
                .description(description)
                .register(registry);
    }
}
