package tallystick.loadgen.campaign;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;

/**
 * Senders in front of an engine in which something throws. When it has stopped, everybody who waits
 * has to be told, and whoever comes afterwards too: nobody may be left waiting. With {@code
 * hang-answer:N} a callback never returns, which is what a wedged ring looks like from outside.
 */
final class Throwing {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long TOLD_MILLIS = 5_000;
    private static final long LINGER_MILLIS = 100;
    private static final String HANG = "hang-answer";

    /** The exit code of a child in which nothing moves any more. */
    static final int WEDGED = 4;

    private final ChildMain child;
    private final String fault;
    private final long at;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong times = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lastMoveNanos = new AtomicLong(System.nanoTime());
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean armed;
    private volatile boolean ended;

    Throwing(ChildMain child) {
        this.child = child;
        String[] words = child.options().fault().split(":", 2);
        fault = words[0];
        at = words.length > 1 ? Long.parseLong(words[1]) : Long.MAX_VALUE;
    }

    /** The clock of the engine, which throws when that is the fault. */
    LongSupplier clock(LongSupplier real) {
        return () -> {
            if (armed && ThrowPlace.CLOCK.isOf(fault) && isDeciding()) {
                throwWhenDue();
            }
            return real.getAsLong();
        };
    }

    private static boolean isDeciding() {
        return Thread.currentThread().getName().equals("tallystick-decide");
    }

    /** The engine has said that it cannot go on. */
    void stopped() {
        stopped.countDown();
    }

    private void throwWhenDue() {
        if (times.incrementAndGet() == at) {
            child.say("E " + fault);
            throw ThrowPlace.thrown(fault, at);
        }
    }

    void run(LedgerEngine engine) throws InterruptedException {
        armed = true;
        child.files().arm();
        lastMoveNanos.set(System.nanoTime());
        for (int i = 0; i < child.options().starts().size(); i++) {
            String sender = "s" + i;
            long first = child.options().starts().get(i);
            senders.add(Thread.ofPlatform().start(() -> send(engine, sender, first)));
        }
        senders.add(Thread.ofPlatform().start(() -> ask(engine)));
        while (!stopped.await(LINGER_MILLIS, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - lastMoveNanos.get() > QUIET_NANOS) {
                tell(engine, WEDGED);
            }
            if (hasSent()) {
                ended = true;
                joinAll();
                child.say("M wedged " + wedged());
                counts();
                return;
            }
        }
        joinAll();
        // Long enough for a retry that must not be to show.
        ChildMain.pause(LINGER_MILLIS);
        tell(engine, ChildMain.STOPPED);
    }

    /** Everything is answered, and the questioner has come to the one that throws. */
    private boolean hasSent() {
        return (!ThrowPlace.QUESTION.isOf(fault) || times.get() >= at)
                && senders.subList(0, senders.size() - 1).stream().noneMatch(Thread::isAlive);
    }

    private void joinAll() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOLD_MILLIS);
        for (Thread sender : senders) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            sender.join(Math.max(1, left));
        }
    }

    private long wedged() {
        return senders.stream().filter(Thread::isAlive).count();
    }

    private void counts() {
        child.say("M taken " + taken.get());
        child.say("M answered " + answered.get());
        child.say("M failed " + failed.get());
    }

    private void tell(LedgerEngine engine, int exit) {
        child.say("M wedged " + wedged());
        counts();
        child.say("M lateComer " + lateComer(engine));
        child.say("O " + child.files().callsAfterFault());
        Runtime.getRuntime().halt(exit);
    }

    /** What becomes of a request that comes when the engine has stopped. */
    private String lateComer(LedgerEngine engine) {
        Traffic traffic = new Traffic("late", child.options().nowEpochNanos());
        try {
            engine.submit(traffic.request(0), ChildMain.completing(new CompletableFuture<>()));
            return "taken";
        } catch (EngineStoppedException told) {
            return "told";
        } catch (EngineBusyException busy) {
            return "busy";
        }
    }

    private void send(LedgerEngine engine, String sender, long first) {
        Traffic traffic = new Traffic(sender, child.options().nowEpochNanos());
        try {
            for (long number = first; number - first < child.options().requests(); number++) {
                if (ThrowPlace.RECORD.isOf(fault) && times.incrementAndGet() == at) {
                    submit(engine, poisoned(traffic));
                }
                child.say("S " + sender + " " + number);
                LedgerRequest request = traffic.request(number);
                Answer answer = submit(engine, request);
                if (answer.refusal() != null) {
                    child.say("X refused: " + sender + "-" + number + " " + answer.refusal());
                    return;
                }
                child.say("A " + sender + " " + number + " " + Positions.of(request, answer));
            }
        } catch (ExecutionException | EngineStoppedException told) {
            // The engine has said why; this request has no answer.
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer submit(LedgerEngine engine, LedgerRequest request)
            throws ExecutionException, InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        while (true) {
            try {
                engine.submit(request, counting(answer));
                taken.incrementAndGet();
                return answer.get();
            } catch (EngineBusyException full) {
                Thread.sleep(1);
            }
        }
    }

    private Completion counting(CompletableFuture<Answer> future) {
        return new Completion() {
            @Override
            public void answered(Answer answer) {
                answered.incrementAndGet();
                lastMoveNanos.set(System.nanoTime());
                future.complete(answer);
                if (ThrowPlace.ANSWER.isOf(fault)) {
                    throwWhenDue();
                }
                if (fault.equals(HANG) && times.incrementAndGet() == at) {
                    child.say("E " + fault);
                    ChildMain.pause(Long.MAX_VALUE);
                }
            }

            @Override
            public void failed(Throwable cause) {
                failed.incrementAndGet();
                future.completeExceptionally(cause);
            }
        };
    }

    /** A request whose second record cannot be read by the thread that decides. */
    private LedgerRequest poisoned(Traffic traffic) {
        List<UsageRecord> good =
                List.of(traffic.usage("poisoned-0", 0), traffic.usage("poisoned-1", 0));
        List<UsageRecord> records =
                new AbstractList<>() {
                    @Override
                    public UsageRecord get(int index) {
                        if (index == 1 && isDeciding()) {
                            child.say("E " + fault);
                            throw ThrowPlace.thrown(fault, at);
                        }
                        return good.get(index);
                    }

                    @Override
                    public int size() {
                        return good.size();
                    }
                };
        return new LedgerRequest(new RecordUsage(records, false), CampaignWorld.ACTOR, null);
    }

    private void ask(LedgerEngine engine) {
        while (!ended) {
            try {
                engine.query(
                                state -> {
                                    if (ThrowPlace.QUESTION.isOf(fault)) {
                                        throwWhenDue();
                                    }
                                    return state.lastPosition();
                                })
                        .get();
                lastMoveNanos.set(System.nanoTime());
            } catch (ExecutionException told) {
                if (told.getCause() instanceof EngineStoppedException) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            ChildMain.pause(1);
        }
    }
}
