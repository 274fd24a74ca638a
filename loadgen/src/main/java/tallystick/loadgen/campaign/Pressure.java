package tallystick.loadgen.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.domain.Answer;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.EventTail;
import tallystick.engine.LedgerEngine;

/**
 * Senders that wait for nobody, in front of a slow disk, beside a reader that never reads. After
 * {@code requests} seconds the disk is healed, and everything has to flow again by itself.
 */
final class Pressure {

    private static final long SAY_MILLIS = 500;
    private static final int RECOVER_SECONDS = 5;

    private final ChildMain child;
    private final LedgerEngine engine;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private volatile boolean ended;

    Pressure(ChildMain child, LedgerEngine engine) {
        this.child = child;
        this.engine = engine;
    }

    void run() throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        child.files().arm();
        try (EventTail stuck = engine.tail(-1)) {
            for (int i = 0; i < child.options().starts().size(); i++) {
                String sender = "s" + i;
                senders.add(Thread.ofPlatform().start(() -> send(sender)));
            }
            long heap = underPressure();
            child.files().heal();
            long before = answered.get();
            long refused = busy.get();
            TimeUnit.SECONDS.sleep(RECOVER_SECONDS);
            child.say("M answeredAfterRelease " + (answered.get() - before));
            child.say("M busyAfterRelease " + (busy.get() - refused));
            child.say("M liveHeapMax " + heap);
            ended = true;
            for (Thread sender : senders) {
                sender.join();
            }
            awaitDrained();
            child.say("M stuckReaderReads " + (stuck.poll() != null));
        }
        child.say("M taken " + taken.get());
        child.say("M answered " + answered.get());
        child.say("M failed " + failed.get());
        child.say("M busy " + busy.get());
        child.say("M liveHeapEnd " + ChildMain.liveHeapBytes());
    }

    /** Most bytes that were reachable on the way. */
    private long underPressure() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(child.options().requests());
        long heap = 0;
        long most = 0;
        while (System.nanoTime() < end) {
            Thread.sleep(SAY_MILLIS);
            heap = Math.max(heap, ChildMain.liveHeapBytes());
            most = Math.max(most, engine.metrics().slotsInUse());
            child.say("V " + answered.get());
        }
        child.say("M slotsInUseMax " + most);
        child.say("M busyUnderPressure " + busy.get());
        return heap;
    }

    private void awaitDrained() throws InterruptedException {
        while (engine.metrics().recordsInFlight() > 0 && engine.isReady()) {
            Thread.sleep(1);
        }
    }

    private void send(String sender) {
        Traffic traffic = new Traffic(sender, child.options().nowEpochNanos());
        try {
            for (long number = 0; !ended; number++) {
                send(traffic, number);
            }
        } catch (EngineStoppedException stopped) {
            child.say("X " + stopped);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Traffic traffic, long number) throws InterruptedException {
        while (!ended) {
            try {
                engine.submit(traffic.request(number), counting());
                taken.incrementAndGet();
                return;
            } catch (EngineBusyException full) {
                busy.incrementAndGet();
                Thread.sleep(Math.min(20, full.retryAfterMillis()));
            }
        }
    }

    private Completion counting() {
        return new Completion() {
            @Override
            public void answered(Answer answer) {
                answered.incrementAndGet();
            }

            @Override
            public void failed(Throwable cause) {
                failed.incrementAndGet();
            }
        };
    }
}
