package tallystick.loadgen.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EngineBusyException;
import tallystick.engine.LedgerEngine;

/** Many threads that all send one id; one of ten times with another body. */
final class DuplicateSenders {

    /** The id that everybody sends. */
    static final String ID = "s0-5-0";

    private static final int OTHER_BODY_EVERY = 10;
    private static final long REPORT_MILLIS = 50;

    private final ChildMain child;
    private final LedgerEngine engine;
    private final Map<String, Long> answers = new TreeMap<>();

    DuplicateSenders(ChildMain child, LedgerEngine engine) {
        this.child = child;
        this.engine = engine;
    }

    void run() throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (long first : child.options().starts()) {
            senders.add(Thread.ofPlatform().start(() -> send(first)));
        }
        for (Thread sender : senders) {
            while (!sender.join(java.time.Duration.ofMillis(REPORT_MILLIS))) {
                report();
            }
        }
        report();
    }

    private void send(long first) {
        Traffic traffic = new Traffic("s0", child.options().nowEpochNanos());
        try {
            for (long i = first; i < child.options().requests(); i++) {
                boolean other = i % OTHER_BODY_EVERY == OTHER_BODY_EVERY - 1;
                send(traffic.usage(ID, 0, other ? 422 : 421), other);
            }
        } catch (ExecutionException | RuntimeException stopped) {
            child.say("X a sender failed: " + stopped);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(UsageRecord usage, boolean other)
            throws ExecutionException, InterruptedException {
        LedgerRequest request =
                new LedgerRequest(
                        new RecordUsage(List.of(usage), false), CampaignWorld.ACTOR, null);
        while (true) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            try {
                engine.submit(request, ChildMain.completing(answer));
                answer.get();
                count(usage, other);
                return;
            } catch (EngineBusyException busy) {
                Thread.sleep(busy.retryAfterMillis());
            }
        }
    }

    /** The first is accepted and the others are duplicates of it: one answer to who asks. */
    private void count(UsageRecord usage, boolean other) {
        boolean stands =
                usage.status == UsageStatus.ACCEPTED || usage.status == UsageStatus.DUPLICATE;
        String answer =
                "%s %s %d"
                        .formatted(
                                other ? "other" : "same",
                                stands ? "STANDS" : usage.status,
                                usage.position);
        synchronized (answers) {
            answers.merge(answer, 1L, Long::sum);
        }
    }

    private void report() {
        synchronized (answers) {
            answers.forEach((answer, count) -> child.say("D " + answer + " " + count));
            answers.clear();
        }
    }
}
