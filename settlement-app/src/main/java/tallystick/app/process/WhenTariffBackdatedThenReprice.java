package tallystick.app.process;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tallystick.domain.LedgerCommand.Rerating.RepriceRecorded;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.ledger.Names;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;

/**
 * When a tariff version is published that holds from an earlier time on, every record rated by that
 * tariff since then is priced again, and the differences are posted. Each version on a thread of
 * its own; one that was not finished is begun again after a restart, which posts nothing twice.
 */
public final class WhenTariffBackdatedThenReprice implements Reaction {

    /** Who re-prices. */
    public static final String ACTOR = "repricing-process";

    private static final Logger LOG = LoggerFactory.getLogger(WhenTariffBackdatedThenReprice.class);
    private static final int BATCH = 512;

    /** Usage may end this much after its recording. */
    private static final long AHEAD_NANOS = 300_000_000_000L;

    private final LedgerEngine engine;
    private final SystemSteps steps;
    private final SortedSet<Long> unfinished = new ConcurrentSkipListSet<>();
    private long seenPosition = -1;

    public WhenTariffBackdatedThenReprice(LedgerEngine engine, CommandGateway commands) {
        this.engine = engine;
        this.steps = new SystemSteps(commands, ACTOR);
    }

    @Override
    public void on(JournalEntry entry) {
        seenPosition = entry.lastPosition();
        if (entry instanceof JournalEntry.Ledger ledger
                && ledger.event() instanceof TariffPublished published
                && published.terms().effectiveFromEpochNanos() < ledger.recordedEpochNanos()) {
            long position = entry.firstPosition();
            unfinished.add(position);
            Thread.ofVirtual()
                    .name("reprice-" + position)
                    .start(() -> repriceOrLeave(published.terms(), position));
        }
    }

    private void repriceOrLeave(TariffTerms terms, long publishedPosition) {
        try {
            int repriced = reprice(terms, publishedPosition);
            unfinished.remove(publishedPosition);
            LOG.info("{}: {} records priced again", terms.tariff(), repriced);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | EngineStoppedException stopped) {
            LOG.info("pricing again by {} goes on at the next start", terms.tariff());
        } catch (RuntimeException broken) {
            LOG.error("pricing again by {} stopped until the next start", terms.tariff(), broken);
        }
    }

    private int reprice(TariffTerms terms, long publishedPosition)
            throws ExecutionException, InterruptedException {
        int repriced = 0;
        List<RepriceRecorded> batch = new ArrayList<>();
        long from = terms.effectiveFromEpochNanos();
        try (EventTail tail = engine.tail(before(from - AHEAD_NANOS, publishedPosition))) {
            JournalEntry entry = tail.poll();
            while (entry != null && entry.firstPosition() < publishedPosition) {
                if (entry instanceof JournalEntry.Ledger ledger
                        && ledger.event() instanceof LedgerEvent.UsageRecorded run) {
                    for (UsageRecord usage : run.records()) {
                        if (isRated(usage, terms.tariff(), from)) {
                            batch.add(new RepriceRecorded(usage.position));
                        }
                    }
                }
                if (batch.size() >= BATCH) {
                    repriced += steps.run(batch);
                    batch.clear();
                }
                entry = tail.poll();
            }
        }
        return repriced + steps.run(batch);
    }

    /** Whether a record charged first, by some version of the tariff, for usage since then. */
    private boolean isRated(UsageRecord usage, String tariff, long fromEpochNanos) {
        return usage.status == UsageStatus.ACCEPTED
                && usage.refersTo < 0
                && usage.ratedAtEpochNanos >= fromEpochNanos
                && (isOf(usage.retailVersionRef, tariff)
                        || isOf(usage.wholesaleVersionRef, tariff));
    }

    private boolean isOf(int versionRef, String tariff) {
        if (versionRef == UsageRecord.NO_REF) {
            return false;
        }
        Names names = engine.names();
        String version = names.tariffVersions.nameOf(versionRef);
        return version.substring(0, version.lastIndexOf('@')).equals(tariff);
    }

    /** A position before everything recorded at or after an instant: recorded times ascend. */
    private long before(long epochNanos, long publishedPosition) {
        long low = -1;
        long high = publishedPosition;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (recordedAt(middle) < epochNanos) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long recordedAt(long position) {
        try (EventTail tail = engine.tail(position - 1)) {
            JournalEntry entry = tail.poll();
            if (entry == null) {
                throw new IllegalStateException("nothing stands at position " + position);
            }
            return entry.recordedEpochNanos();
        }
    }

    @Override
    public void act() {
        // The work is done where it was begun.
    }

    @Override
    public long donePosition() {
        return unfinished.isEmpty() ? seenPosition : unfinished.first() - 1;
    }
}
