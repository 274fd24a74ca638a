package tallystick.app.process;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import tallystick.domain.LedgerCommand.Rerating.RerateSuspended;
import tallystick.domain.LedgerEvent;
import tallystick.domain.ledger.SuspendedUsage;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;

/**
 * When a reference, wallet or window arrives, every record in suspense is rated again, but for
 * those that need two persons; when a record arrives that others refer to, those others are. A
 * round takes at most half of the time, however much waits and however often something arrives.
 */
public final class WhenReferenceArrivesThenRerate implements Reaction {

    /** Who re-rates. */
    public static final String ACTOR = "rerating-process";

    private static final int BATCH = 512;
    private static final long BEGINNING = -1;
    private static final Set<SuspenseReason> OF_TWO_PERSONS =
            EnumSet.of(SuspenseReason.OUT_OF_TIME_WINDOW, SuspenseReason.RESIDENCY_BREACH);

    private final LedgerEngine engine;
    private final SystemSteps steps;
    private final long startPosition;

    /** What waiting records refer to, with their positions. */
    private final Map<Referred, SortedSet<Long>> awaited = new HashMap<>();

    private final SortedSet<Long> arrived = new TreeSet<>();
    private boolean started;
    private boolean roundDue = true;
    private long restUntilNanos = System.nanoTime();
    private long seenPosition = BEGINNING;

    /** A record by its source and id, or a hold by no source and its name. */
    private record Referred(String source, String id) {}

    public WhenReferenceArrivesThenRerate(LedgerEngine engine, CommandGateway commands) {
        this.engine = engine;
        this.steps = new SystemSteps(commands, ACTOR);
        this.startPosition = engine.lastDurablePosition();
    }

    @Override
    public void on(JournalEntry entry) {
        seenPosition = entry.lastPosition();
        if (!(entry instanceof JournalEntry.Ledger ledger)) {
            return;
        }
        // What stood in the journal before the start is looked at in the first round.
        boolean isNew = entry.lastPosition() > startPosition;
        switch (ledger.event()) {
            case LedgerEvent.Reference _ -> roundDue |= isNew;
            case LedgerEvent.Wallets.WalletOpened _ -> roundDue |= isNew;
            case LedgerEvent.Settlement.WindowOpened _ -> roundDue |= isNew;
            case LedgerEvent.Holds.HoldOpened e -> arrive(new Referred("", e.hold()));
            case LedgerEvent.UsageRecorded run when isNew -> run.records().forEach(this::note);
            default -> {}
        }
    }

    private void note(UsageRecord usage) {
        if (usage.status == UsageStatus.SUSPENDED) {
            await(usage);
        } else if (usage.settles >= 0 && !awaited.isEmpty()) {
            // It stands for the record that was suspended, under a name of the ledger's own.
            UsageRecord settled = record(usage.settles);
            arrive(new Referred(settled.source, settled.id));
        }
        arrive(new Referred(usage.source, usage.id));
    }

    private void await(UsageRecord usage) {
        if (usage.suspense != SuspenseReason.UNSETTLED_REFERENCE) {
            return;
        }
        String source = usage.correctsSource;
        String id = usage.correctsId;
        String hold = usage.hold;
        if (source != null && id != null) {
            await(new Referred(source, id), usage.position);
        } else if (hold != null) {
            await(new Referred("", hold), usage.position);
        }
    }

    private void await(Referred referred, long position) {
        awaited.computeIfAbsent(referred, _ -> new TreeSet<>()).add(position);
    }

    private void arrive(Referred referred) {
        SortedSet<Long> waiting = awaited.isEmpty() ? null : awaited.get(referred);
        if (waiting != null) {
            arrived.addAll(waiting);
        }
    }

    @Override
    public void act() throws ExecutionException, InterruptedException {
        long begun = System.nanoTime();
        if (roundDue && begun - restUntilNanos >= 0) {
            roundDue = false;
            try {
                round();
            } catch (ExecutionException stopped) {
                roundDue = true;
                throw stopped;
            }
            started = true;
            long ended = System.nanoTime();
            restUntilNanos = ended + (ended - begun);
        }
        if (!arrived.isEmpty()) {
            rerate(arrived);
            forgetSettled();
            arrived.clear();
        }
    }

    private void round() throws ExecutionException, InterruptedException {
        long after = BEGINNING;
        List<SuspendedUsage> batch = waiting(after);
        while (!batch.isEmpty()) {
            after = batch.getLast().position();
            List<Long> positions = new ArrayList<>();
            for (SuspendedUsage suspended : batch) {
                if (!OF_TWO_PERSONS.contains(suspended.reason())) {
                    positions.add(suspended.position());
                }
                if (!started && suspended.reason() == SuspenseReason.UNSETTLED_REFERENCE) {
                    await(record(suspended.position()));
                }
            }
            rerate(positions);
            batch = waiting(after);
        }
    }

    private List<SuspendedUsage> waiting(long after)
            throws ExecutionException, InterruptedException {
        return engine.query(state -> state.suspended(after, BATCH)).get();
    }

    private void rerate(Iterable<Long> positions) throws ExecutionException, InterruptedException {
        List<RerateSuspended> commands = new ArrayList<>();
        positions.forEach(position -> commands.add(new RerateSuspended(position)));
        int _ = steps.run(commands);
    }

    /** What referred to something that arrived is tried again at most as often as that arrives. */
    private void forgetSettled() throws ExecutionException, InterruptedException {
        List<Long> tried = List.copyOf(arrived);
        Set<Long> left =
                engine.query(
                                state -> {
                                    Set<Long> still = new TreeSet<>();
                                    for (long position : tried) {
                                        state.suspended(position - 1, 1).stream()
                                                .map(SuspendedUsage::position)
                                                .filter(found -> found == position)
                                                .forEach(still::add);
                                    }
                                    return still;
                                })
                        .get();
        for (SortedSet<Long> positions : awaited.values()) {
            positions.removeIf(position -> tried.contains(position) && !left.contains(position));
        }
        awaited.values().removeIf(Set::isEmpty);
    }

    private UsageRecord record(long position) {
        try (EventTail tail = engine.tail(position - 1)) {
            if (tail.poll() instanceof JournalEntry.Ledger entry
                    && entry.event() instanceof LedgerEvent.UsageRecorded run) {
                return run.records().getFirst();
            }
        }
        throw new IllegalStateException("no usage record stands at position " + position);
    }

    @Override
    public long donePosition() {
        // A start looks at everything that waits, wherever it stands.
        return seenPosition;
    }
}
