package tallystick.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.EngineMetrics;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;

/**
 * Ring, journal, ledger, snapshots and readers of the engine. Counts begin when the node starts.
 * What the ledger alone knows is asked between two requests, once in a second at most, and is NaN
 * while the engine has not answered within a second.
 */
public final class EngineMeters implements MeterBinder {

    private static final long KEPT_MILLIS = 1_000;
    private static final long ASK_MILLIS = 1_000;

    /**
     * What the ledger alone knows.
     *
     * @param remembered usage records known by their identity at once
     * @param identityBytes bytes of the tables they are in
     * @param suspended records in suspense
     * @param openHolds holds that are open
     */
    private record Ledger(long remembered, long identityBytes, int suspended, int openHolds) {

        static Ledger of(LedgerState state) {
            return new Ledger(
                    state.rememberedRecords(),
                    state.identityBytes(),
                    state.suspendedCount(),
                    state.openHolds());
        }
    }

    private final LedgerEngine engine;
    private final int ringSlots;
    private final Sampled<Ledger> ledger = new Sampled<>(KEPT_MILLIS, this::ask);

    /**
     * @param ringSlots requests the ring holds
     */
    public EngineMeters(LedgerEngine engine, int ringSlots) {
        this.engine = engine;
        this.ringSlots = ringSlots;
    }

    private @Nullable Ledger ask() {
        try {
            return engine.query(Ledger::of).get(ASK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | EngineStoppedException notNow) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        ring(registry);
        journal(registry);
        ledger(registry);
        snapshots(registry);
        readers(registry);
    }

    private void ring(MeterRegistry registry) {
        gauge(registry, "ring.slots.used", "requests on the ring", EngineMetrics::slotsInUse);
        Gauge.builder("tallystick.ring.slots.capacity", this, self -> self.ringSlots)
                .description("requests the ring holds")
                .register(registry);
        gauge(
                registry,
                "ring.records.in.flight",
                "records, messages and questions taken and not yet answered",
                EngineMetrics::recordsInFlight);
        refused(registry, "ring_full", EngineMetrics::refusedBusy);
        refused(registry, "disk_full", EngineMetrics::refusedDiskFull);
        Gauge.builder("tallystick.engine.ready", engine, e -> e.isReady() ? 1 : 0)
                .description("1 while requests are taken")
                .register(registry);
        counter(
                registry,
                "clock.steps",
                "how often the wall clock stepped by more than a second",
                EngineMetrics::clockSteps);
    }

    private void refused(
            MeterRegistry registry, String reason, ToDoubleFunction<EngineMetrics> count) {
        FunctionCounter.builder(
                        "tallystick.refused.requests",
                        engine,
                        e -> count.applyAsDouble(e.metrics()))
                .tag("reason", reason)
                .description("requests answered 503: nothing of them was taken")
                .register(registry);
    }

    private void journal(MeterRegistry registry) {
        FunctionTimer.builder(
                        "tallystick.journal.force",
                        engine,
                        e -> e.metrics().forces(),
                        e -> e.metrics().forceNanos(),
                        TimeUnit.NANOSECONDS)
                .description("forces of the journal to disk, one for each group commit")
                .register(registry);
        TimeGauge.builder(
                        "tallystick.journal.force.longest",
                        engine,
                        TimeUnit.NANOSECONDS,
                        e -> e.metrics().longestForceNanos())
                .description("the longest force")
                .register(registry);
        counter(registry, "journal.events", "events forced to disk", EngineMetrics::forcedEvents);
        gauge(
                registry,
                "journal.group.events",
                "events of the last force: the size of the group commit",
                EngineMetrics::lastForcedEvents);
        Gauge.builder("tallystick.journal.position", engine, LedgerEngine::lastDurablePosition)
                .description("the last position forced to disk, -1 for none")
                .register(registry);
    }

    private void ledger(MeterRegistry registry) {
        asked(
                registry,
                "identity.records",
                "records known by their identity",
                null,
                Ledger::remembered);
        asked(
                registry,
                "identity.memory",
                "memory of the tables of identities",
                "bytes",
                Ledger::identityBytes);
        asked(registry, "suspense.records", "usage in suspense", null, Ledger::suspended);
        asked(registry, "holds.open", "holds that are open", null, Ledger::openHolds);
    }

    private void asked(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<Ledger> figure) {
        Gauge.builder("tallystick." + name, ledger, sampled -> sampled.figure(figure))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private void snapshots(MeterRegistry registry) {
        snapshots(registry, "made", metrics -> metrics.snapshots().made());
        snapshots(registry, "failed", metrics -> metrics.snapshots().failed());
        snapshots(registry, "skipped", metrics -> metrics.snapshots().skipped());
        gauge(
                registry,
                "snapshot.position",
                "position of the newest usable snapshot, -1 for none",
                metrics -> metrics.snapshots().newestPosition());
        Gauge.builder(
                        "tallystick.snapshot.behind.events",
                        engine,
                        e -> e.lastDurablePosition() - e.metrics().snapshots().newestPosition())
                .description("events since the newest snapshot: what a start has to replay")
                .register(registry);
        TimeGauge.builder(
                        "tallystick.snapshot.write",
                        engine,
                        TimeUnit.MILLISECONDS,
                        e -> e.metrics().snapshots().lastMillis())
                .description("how long writing the last snapshot took, 0 before the first")
                .register(registry);
    }

    private void snapshots(
            MeterRegistry registry, String outcome, ToDoubleFunction<EngineMetrics> count) {
        FunctionCounter.builder(
                        "tallystick.snapshots", engine, e -> count.applyAsDouble(e.metrics()))
                .tag("outcome", outcome)
                .description("snapshots made, failed, and skipped for want of room")
                .register(registry);
    }

    private void readers(MeterRegistry registry) {
        Gauge.builder(
                        "tallystick.reader.index.lag.events",
                        engine,
                        e -> e.lastDurablePosition() - e.index().lastPosition())
                .description("events the reader index is behind the journal")
                .register(registry);
        FunctionCounter.builder("tallystick.reader.index.rebuilds", engine, EngineMeters::rebuilds)
                .description("how often the reader index was thrown away and made again")
                .register(registry);
        Gauge.builder(
                        "tallystick.window.roots.lag.events",
                        engine,
                        e -> e.lastDurablePosition() - e.metrics().windowRootsPosition())
                .description("events the reader of window roots is behind the journal")
                .register(registry);
    }

    private static double rebuilds(LedgerEngine engine) {
        try {
            return engine.index().metrics().rebuilds();
        } catch (IOException unreadable) {
            return Double.NaN;
        }
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<EngineMetrics> figure) {
        Gauge.builder("tallystick." + name, engine, e -> figure.applyAsDouble(e.metrics()))
                .description(description)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<EngineMetrics> figure) {
        FunctionCounter.builder(
                        "tallystick." + name, engine, e -> figure.applyAsDouble(e.metrics()))
                .description(description)
                .register(registry);
    }
}
