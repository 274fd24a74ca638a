package tallystick.loadgen.engine;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerRequest;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.LedgerEngine;
import tallystick.engine.LedgerEngine.WindowRoot;

/**
 * When all is sent, the load's window is cut off, fenced, sealed, calculated, issued and netted,
 * and each step is timed from asking to the durable answer.
 */
public final class SettleBeside implements EngineLoad.Beside {

    private static final String WINDOW = "load-1";
    private static final double NANOS_PER_MILLI = 1e6;

    private final Consumer<String> lines;

    /**
     * @param lines told how long each step took
     */
    public SettleBeside(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public Running open(LedgerEngine engine, Path data) {
        return () -> settle(engine);
    }

    private void settle(LedgerEngine engine) {
        long nowNanos = System.currentTimeMillis() * 1_000_000L;
        timed(engine, "cut off", new Settlement.CutOffWindow(WINDOW, nowNanos, "load-2"));
        long begin = System.nanoTime();
        timed(engine, "fenced", new Settlement.FenceWindow(WINDOW));
        WindowRoot root = root(engine);
        timed(
                engine,
                "sealed",
                new Settlement.SealWindow(WINDOW, root.records(), root.merkleRoot()));
        say("fence, root and seal of %,d members together".formatted(root.records()), begin);
        timed(engine, "calculated", new Settlement.CalculateWindow(WINDOW));
        timed(engine, "issued", new Settlement.IssueStatements(WINDOW));
        timed(engine, "netted", new Settlement.NetWindow(WINDOW));
    }

    private static WindowRoot root(LedgerEngine engine) {
        try {
            return engine.windowRoot(WINDOW);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sealing", interrupted);
        }
    }

    private void timed(LedgerEngine engine, String what, LedgerCommand command) {
        long begin = System.nanoTime();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            engine.submit(
                    new LedgerRequest(command, "load", null),
                    new Completion() {
                        @Override
                        public void answered(Answer given) {
                            answer.complete(given);
                        }

                        @Override
                        public void failed(Throwable cause) {
                            answer.completeExceptionally(cause);
                        }
                    });
        } catch (EngineBusyException busy) {
            throw new IllegalStateException("busy after all was answered", busy);
        }
        if (answer.join().refusal() != null) {
            throw new IllegalStateException("refused: " + answer.join().refusal());
        }
        say(what, begin);
    }

    private void say(String what, long begin) {
        lines.accept(
                "settle: %s in %.1f ms"
                        .formatted(what, (System.nanoTime() - begin) / NANOS_PER_MILLI));
    }
}
