package tallystick.engine.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineMetrics;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.journal.Journal;
import tallystick.engine.snapshot.SnapshotMetrics;

/** The three stages on one ring. Any thread may submit; what is taken is always completed. */
public final class LedgerPipeline implements AutoCloseable {

    private static final String[] STAGES = {"decide", "journal", "acknowledge"};
    private static final long PARK_NANOS = 50_000;
    private static final long DRAIN_SECONDS = 60;

    private final FailStop stop;
    private final long deadlineNanos;
    private final DiskSpace space = new DiskSpace();
    private final InFlight inFlight;
    private final PipelineMeter meter = new PipelineMeter();
    private final Disruptor<Slot> disruptor;
    private final RingBuffer<Slot> ring;
    private final DecideStage decide;
    private final LongSupplier epochNanos;
    private final WatchedClock clock;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts the stages.
     *
     * @param journal as far as {@code state} knows it; appended to from here alone
     * @param state the recovered ledger; touched by the pipeline alone from now on, save its names
     * @param history the records behind the ledger's positions
     * @param messages as recovered
     */
    public LedgerPipeline(
            PipelineSettings settings,
            Journal journal,
            LedgerState state,
            RecordedUsage history,
            MessageIndex messages,
            FailStop stop) {
        this.stop = stop;
        epochNanos = settings.epochNanos();
        clock = new WatchedClock(epochNanos, System::nanoTime, state.lastRecordedEpochNanos());
        deadlineNanos = TimeUnit.MILLISECONDS.toNanos(settings.submitDeadlineMillis());
        inFlight = new InFlight(settings.maxInFlightRecords());
        HandOverWaitStrategy waiting = new HandOverWaitStrategy();
        LeafBuffers buffers = new LeafBuffers();
        disruptor =
                new Disruptor<>(
                        Slot::new,
                        settings.ringSlots(),
                        named(threads),
                        ProducerType.MULTI,
                        waiting);
        disruptor.setDefaultExceptionHandler(new FailStopOnException(stop));
        decide =
                new DecideStage(
                        state,
                        history,
                        messages,
                        clock,
                        buffers,
                        stop,
                        waiting::signalAllWhenBlocking);
        disruptor
                .handleEventsWith(decide)
                .then(new JournalStage(journal, settings.frameBytes(), buffers, space, stop, meter))
                .then(new AcknowledgeStage(stop, inFlight));
        ring = disruptor.start();
    }

    private static ThreadFactory named(List<Thread> threads) {
        return stage -> {
            Thread thread =
                    Thread.ofPlatform()
                            .name("tallystick-" + STAGES[threads.size()])
                            .unstarted(stage);
            threads.add(thread);
            return thread;
        };
    }

    /**
     * Puts a request on the ring.
     *
     * @throws EngineBusyException no room before the deadline, or no disk space: nothing was taken
     * @throws EngineStoppedException the engine has stopped
     * @throws IllegalArgumentException the request is larger than an event may be
     */
    public void submit(LedgerRequest request, Completion completion) throws EngineBusyException {
        Limits.check(request);
        admit(request);
        int weight =
                request.command() instanceof RecordUsage usage
                        ? Math.max(1, usage.records().size())
                        : 1;
        publish(weight, request, null, null, completion);
    }

    /** Puts messages of the application on the ring; throws as {@link #submit}. */
    public void append(List<ApplicationMessage> messages, Completion completion)
            throws EngineBusyException {
        Limits.check(messages);
        admit(null);
        publish(Math.max(1, messages.size()), null, List.copyOf(messages), null, completion);
    }

    /** Asks the ledger between two requests; the future fails as {@link #submit} throws. */
    public <T> CompletableFuture<T> query(Function<LedgerState, T> function) {
        Question<T> question = new Question<>(function);
        try {
            publish(1, null, null, question, question);
        } catch (EngineBusyException | EngineStoppedException notTaken) {
            question.failed(notTaken);
        }
        return question.answer();
    }

    /** Whether a stored deadline of the ledger has come and no request has passed it yet. */
    public boolean hasDue() {
        return decide.nextDeadlineEpochNanos() <= epochNanos.getAsLong();
    }

    public boolean isReady() {
        return stop.isReady();
    }

    /** What the stages have done since they were started. */
    public EngineMetrics metrics() {
        return new EngineMetrics(
                ring.getBufferSize() - ring.remainingCapacity(),
                inFlight.count(),
                meter.forces(),
                meter.forcedEvents(),
                meter.lastForcedEvents(),
                meter.forceNanos(),
                meter.longestForceNanos(),
                meter.refusedBusyCount(),
                meter.refusedDiskFullCount(),
                clock.steps(),
                Journal.NO_POSITION,
                SnapshotMetrics.NONE);
    }

    private void admit(@Nullable LedgerRequest request) throws EngineBusyException {
        try {
            if (request == null) {
                space.admit();
            } else {
                space.admit(request);
            }
        } catch (EngineBusyException full) {
            meter.refusedDiskFull();
            throw full;
        }
    }

    private void publish(
            int weight,
            @Nullable LedgerRequest request,
            @Nullable List<ApplicationMessage> messages,
            @Nullable Question<?> question,
            Completion completion)
            throws EngineBusyException {
        long sequence = claim(weight);
        try {
            Slot slot = ring.get(sequence);
            slot.request = request;
            slot.messages = messages;
            slot.question = question;
            slot.completion = completion;
            slot.weight = weight;
        } finally {
            ring.publish(sequence);
        }
    }

    /** Entered first and checked afterwards: a closing engine waits for whoever has entered. */
    private long claim(int weight) throws EngineBusyException {
        long deadline = System.nanoTime() + deadlineNanos;
        while (!inFlight.tryEnter(weight)) {
            pause(deadline);
        }
        try {
            while (true) {
                if (!stop.isReady()) {
                    throw stop.stopped();
                }
                try {
                    return ring.tryNext();
                } catch (InsufficientCapacityException full) {
                    pause(deadline);
                }
            }
        } catch (EngineBusyException | EngineStoppedException notTaken) {
            inFlight.withdraw(weight);
            throw notTaken;
        }
    }

    private void pause(long deadline) throws EngineBusyException {
        if (!stop.isReady()) {
            throw stop.stopped();
        }
        if (System.nanoTime() - deadline >= 0) {
            meter.refusedBusy();
            throw new EngineBusyException(
                    "the ring is full", TimeUnit.NANOSECONDS.toMillis(deadlineNanos));
        }
        LockSupport.parkNanos(PARK_NANOS);
    }

    /** Takes nothing more, finishes what was taken, ends the threads. Idempotent. */
    @Override
    public void close() {
        stop.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (!inFlight.isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                stop.fail(new IllegalStateException("the ring did not drain"));
                break;
            }
            LockSupport.parkNanos(PARK_NANOS);
        }
        disruptor.halt();
        threads.forEach(LedgerPipeline::join);
    }

    /** Whether every stage has ended, all that was taken being journaled: the ledger is still. */
    public boolean hasEnded() {
        return stop.cause() == null && threads.stream().noneMatch(Thread::isAlive);
    }

    private static void join(Thread stage) {
        try {
            stage.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** For what escapes a stage, which handles its own. */
    private record FailStopOnException(FailStop stop) implements ExceptionHandler<Slot> {

        @Override
        public void handleEventException(Throwable broken, long sequence, Slot slot) {
            stop.fail(broken);
        }

        @Override
        public void handleOnStartException(Throwable broken) {
            stop.fail(broken);
        }

        @Override
        public void handleOnShutdownException(Throwable broken) {
            stop.fail(broken);
        }
    }
}
