package tallystick.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.Names;
import tallystick.engine.index.ReaderIndex;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalView;
import tallystick.engine.pipeline.LedgerPipeline;
import tallystick.engine.pipeline.MessageIndex;
import tallystick.engine.pipeline.RecordedUsage;
import tallystick.engine.replay.FollowingTail;
import tallystick.engine.replay.JournalTail;
import tallystick.engine.replay.NewestEntries;
import tallystick.engine.replay.WindowRoots;
import tallystick.engine.snapshot.SnapshotMaker;

/** The engine's face over ring, journal and readers. */
final class RingLedgerEngine implements LedgerEngine {

    private final Journal journal;
    private final Names names;
    private final MessageIndex messages;
    private final LedgerPipeline pipeline;
    private final WindowRoots roots;
    private final ReaderIndex index;
    private final SizeRecorder size;
    private final SnapshotMaker snapshots;
    private final LedgerState state;
    private final RecordedUsage history;
    private final DeadlineTimer deadlines;
    private final CorrectedPlaces corrected;
    private final NewestEntries newest;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param state the pipeline's; touched here when that has ended
     */
    RingLedgerEngine(
            Journal journal,
            LedgerState state,
            RecordedUsage history,
            MessageIndex messages,
            LedgerPipeline pipeline,
            WindowRoots roots,
            ReaderIndex index,
            SizeRecorder size,
            SnapshotMaker snapshots) {
        this.journal = journal;
        this.state = state;
        this.names = state.names();
        this.history = history;
        this.messages = messages;
        this.snapshots = snapshots;
        this.pipeline = pipeline;
        this.roots = roots;
        this.index = index;
        this.size = size;
        this.deadlines = new DeadlineTimer(pipeline);
        this.corrected = new CorrectedPlaces(index.places());
        this.newest = new NewestEntries(journal, names);
    }

    @Override
    public void submit(LedgerRequest request, Completion completion) throws EngineBusyException {
        if (request.command() instanceof RecordUsage usage) {
            corrected.lookUp(usage.records());
        }
        pipeline.submit(request, completion);
    }

    @Override
    public void append(List<ApplicationMessage> appended, Completion completion)
            throws EngineBusyException {
        pipeline.append(appended, completion);
    }

    @Override
    public <T> CompletableFuture<T> query(Function<LedgerState, T> question) {
        return pipeline.query(question);
    }

    @Override
    public long lastDurablePosition() {
        return journal.lastForcedPosition();
    }

    @Override
    public EventTail tail(long afterPosition) {
        return new JournalTail(journal, names, afterPosition);
    }

    @Override
    public EventTail follow(long afterPosition) {
        return new FollowingTail(journal, names, newest, afterPosition);
    }

    @Override
    public List<JournalEntry.Application> aggregate(String aggregateId, long firstSequence) {
        long durable = journal.lastForcedPosition();
        List<JournalEntry.Application> found = new ArrayList<>();
        for (long position : messages.positions(aggregateId).tailMap(firstSequence).values()) {
            if (position <= durable) {
                found.add(message(position));
            }
        }
        return List.copyOf(found);
    }

    private JournalEntry.Application message(long position) {
        try (EventTail tail = tail(position - 1)) {
            if (tail.poll() instanceof JournalEntry.Application message) {
                return message;
            }
            throw new IllegalStateException("no message stands at position " + position);
        }
    }

    @Override
    public @Nullable Long lastSequence(String aggregateId) {
        long durable = journal.lastForcedPosition();
        for (Map.Entry<Long, Long> place :
                messages.positions(aggregateId).descendingMap().entrySet()) {
            if (place.getValue() <= durable) {
                return place.getKey();
            }
        }
        return null;
    }

    @Override
    public WindowRoot windowRoot(String window) throws InterruptedException {
        return roots.of(window);
    }

    @Override
    public JournalView frames() {
        return journal;
    }

    @Override
    public ReaderIndex index() {
        return index;
    }

    @Override
    public Names names() {
        return names;
    }

    @Override
    public EngineMetrics metrics() {
        return pipeline.metrics().with(roots.passed(), snapshots.metrics());
    }

    @Override
    public boolean isReady() {
        return pipeline.isReady();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            deadlines.close();
            pipeline.close();
            snapshots.close();
            roots.close();
            index.close();
            newest.close();
            if (pipeline.hasEnded()) {
                history.close();
                snapshots.makeAtClose(state, messages);
            }
            size.close();
            journal.close();
        }
    }
}
