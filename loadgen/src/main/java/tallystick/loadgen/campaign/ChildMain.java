package tallystick.loadgen.campaign;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.EventTail;
import tallystick.engine.LedgerEngine;

/**
 * The engine under test in a JVM of its own. Says on its output what it sends and what it was
 * acknowledged, one line each, before it does anything else; lines of anybody else do not begin
 * with {@code @}.
 *
 * <pre>
 *   {@literal @}R position digest   the engine is recovered and takes requests
 *   {@literal @}S sender number     this request is sent now
 *   {@literal @}A sender number p,q it is acknowledged, at these positions
 *   {@literal @}B millis cause      a request was refused: busy
 *   {@literal @}X words             something that must not be
 *   {@literal @}E fault             the fault was put in
 *   {@literal @}F words             the engine stopped
 *   {@literal @}O calls             calls of the journal after the fault
 *   {@literal @}V entries           a reader has read so many
 *   {@literal @}D who status p n    n answers like this to the same id
 *   {@literal @}M name value        a figure
 * </pre>
 */
public final class ChildMain {

    /** The exit code of a node whose engine has stopped. */
    static final int STOPPED = 1;

    private static final long LINGER_MILLIS = 150;

    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final ChildOptions options;
    private final FaultFiles files;
    private final Throwing throwing;
    private volatile boolean hasStopped;

    private ChildMain(ChildOptions options) {
        this.options = options;
        files = new FaultFiles(options.fault(), fault -> say("E " + fault));
        throwing = new Throwing(this);
    }

    /** Runs until it is killed, until its parent is gone, or until its requests are sent. */
    public static void main(String[] words) throws Exception {
        Thread.ofPlatform().daemon().start(ChildMain::endWithParent);
        new ChildMain(ChildOptions.parse(words)).run();
        System.exit(0);
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The parent is gone.
        }
        Runtime.getRuntime().halt(3);
    }

    synchronized void say(String line) {
        out.append('@').append(line).append('\n').flush();
    }

    ChildOptions options() {
        return options;
    }

    FaultFiles files() {
        return files;
    }

    private void run() throws Exception {
        Files.createDirectories(options.data());
        EngineOptions real = options.engine().withOnFailure(this::stopped);
        LedgerEngine engine =
                Engines.open(real.withClock(throwing.clock(real.epochNanos())), files);
        for (LedgerRequest request : CampaignWorld.setUp()) {
            Answer answer = ask(engine, request);
            if (answer.refusal() != null) {
                say("X set-up refused: " + answer.refusal());
            }
        }
        say("R " + engine.lastDurablePosition() + " " + engine.query(LedgerState::digest).get());
        switch (options.work()) {
            case TRAFFIC -> traffic(engine);
            case DUPLICATES -> new DuplicateSenders(this, engine).run();
            case PRESSURE -> new Pressure(this, engine).run();
            case THROWS -> throwing.run(engine);
        }
        if (hasStopped) {
            // The end is already on its way, with another exit code than that of a clean one.
            Thread.sleep(Long.MAX_VALUE);
        }
        say("M clockSteps " + engine.metrics().clockSteps());
        engine.close();
    }

    /** What the house does: nothing more is acknowledged, and the process ends with code 1. */
    private void stopped(Throwable cause) {
        hasStopped = true;
        say("F " + cause);
        if (options.work() == ChildOptions.Work.THROWS) {
            throwing.stopped();
            return;
        }
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            // Long enough for a retry that must not be to show.
                            pause(LINGER_MILLIS);
                            say("O " + files.callsAfterFault());
                            Runtime.getRuntime().halt(STOPPED);
                        });
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void traffic(LedgerEngine engine) throws InterruptedException {
        Thread.ofPlatform().daemon().start(() -> read(engine));
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < options.starts().size(); i++) {
            String sender = "s" + i;
            long first = options.starts().get(i);
            senders.add(Thread.ofPlatform().start(() -> send(engine, sender, first)));
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /** Reads the journal from its first entry to its last, again and again. */
    private void read(LedgerEngine engine) {
        try {
            while (true) {
                long entries = 0;
                try (EventTail tail = engine.tail(-1)) {
                    while (tail.poll() != null) {
                        entries++;
                    }
                }
                say("V " + entries);
                pause(100);
            }
        } catch (RuntimeException failed) {
            say("X a reader failed: " + failed);
        }
    }

    private void send(LedgerEngine engine, String sender, long first) {
        Traffic traffic = new Traffic(sender, options.nowEpochNanos());
        try {
            for (long number = first; number - first < options.requests(); number++) {
                say("S " + sender + " " + number);
                send(engine, sender, number, traffic);
                pause(options.pauseMillis());
            }
        } catch (ExecutionException | RuntimeException stopped) {
            // The engine has said why; this request has no answer.
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(LedgerEngine engine, String sender, long number, Traffic traffic)
            throws ExecutionException, InterruptedException {
        LedgerRequest request = traffic.request(number);
        Answer answer = ask(engine, request);
        if (answer.refusal() != null) {
            say("X refused: " + sender + "-" + number + " " + answer.refusal());
            return;
        }
        if (request.command() instanceof RecordUsage usage
                && usage.records().stream()
                        .anyMatch(record -> record.status == UsageStatus.SUSPENDED)) {
            say("X suspended: " + sender + "-" + number);
        }
        say("A " + sender + " " + number + " " + Positions.of(request, answer));
    }

    /** Asks until there is room. */
    private Answer ask(LedgerEngine engine, LedgerRequest request)
            throws ExecutionException, InterruptedException {
        while (true) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            try {
                engine.submit(request, completing(answer));
                return answer.get();
            } catch (EngineBusyException busy) {
                say("B " + busy.retryAfterMillis() + " " + busy.getMessage());
                Thread.sleep(Math.min(100, busy.retryAfterMillis()));
            }
        }
    }

    static Completion completing(CompletableFuture<Answer> future) {
        return new Completion() {
            @Override
            public void answered(Answer answer) {
                future.complete(answer);
            }

            @Override
            public void failed(Throwable cause) {
                future.completeExceptionally(cause);
            }
        };
    }

    /** Bytes of heap that are reachable: after a collection. */
    static long liveHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
