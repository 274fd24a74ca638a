package tallystick.app.wiring;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tallystick.app.journal.EventLog;
import tallystick.engine.LedgerEngine;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.TransparencyLog;

/**
 * Tells the journal, and so the log itself, that a key of the log came or went. The first key of a
 * log is in no event: whoever verifies has it from elsewhere anyway.
 */
final class LogKeyEvents {

    private LogKeyEvents() {}

    /**
     * A change of the log's keys.
     *
     * @param key the verifier key
     * @param fromSize first tree size it signs
     * @param untilSize first tree size it does not sign any more, null while it signs
     */
    public record LogKeyRotated(String key, long fromSize, @Nullable Long untilSize) {}

    /** Appends what the journal does not know yet; waits until it is on disk. */
    static void record(LedgerEngine engine, TransparencyLog log) {
        List<LogKeys.Term> terms = log.keys().terms();
        if (terms.size() < 2) {
            return;
        }
        EventLog<LogKeyRotated> events =
                new EventLog<>(engine, "tlog-keys", "LogKeys", List.of(LogKeyRotated.class));
        List<LogKeyRotated> known = events.read().stream().map(EventLog.Placed::event).toList();
        for (LogKeys.Term term : terms) {
            LogKeyRotated now =
                    new LogKeyRotated(term.key().toString(), term.fromSize(), term.untilSize());
            if (!known.contains(now)) {
                append(events, now);
            }
        }
    }

    private static void append(EventLog<LogKeyRotated> events, LogKeyRotated now) {
        try {
            events.append(now, "system", System.currentTimeMillis());
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the rotation of a log key is not journaled", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
    }
}
