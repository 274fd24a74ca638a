package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.LedgerEngine;
import tallystick.engine.index.IndexBehindException;
import tallystick.engine.index.ReaderIndex;

/**
 * What reads that are answered from the journal have in common: they see everything that was
 * durable when they were asked, or are told to come again.
 */
@Component
public final class JournalReads {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final LedgerEngine engine;

    public JournalReads(LedgerEngine engine) {
        this.engine = engine;
    }

    /**
     * Something asked of the index.
     *
     * @param <T> the answer
     */
    public interface Look<T> {
        /** Asks it. */
        T at(ReaderIndex index) throws IndexBehindException;
    }

    /**
     * Waits for the index, up to two seconds.
     *
     * @return the last position that was durable when this was called, or {@code min_position} if
     *     that is later: the answer is of this position
     * @throws ProblemException 409 when it is not there in time, 400 when {@code min_position} is
     *     not a position
     */
    public long await(HttpServletRequest request) {
        String text = request.getParameter("min_position");
        long minPosition = text == null ? -1 : Reads.position("min_position", text);
        long wanted = Math.max(minPosition, engine.lastDurablePosition());
        try {
            engine.index().await(wanted, Reads.WAIT_MILLIS);
            return wanted;
        } catch (IndexBehindException late) {
            throw Reads.behind(wanted);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Reads.behind(wanted);
        }
    }

    /**
     * Asks the index.
     *
     * @throws ProblemException 409 when it is being made again
     */
    public <T> T ask(Look<T> look) {
        try {
            return look.at(engine.index());
        } catch (IndexBehindException behind) {
            throw Reads.behind(behind.position());
        }
    }

    /** Asks the ledger between two requests; must be quick. */
    public <T> T ledger(Function<LedgerState, T> question) {
        return LedgerGateway.orProblem(
                () -> engine.query(question).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** The ledger's engine. */
    public LedgerEngine engine() {
        return engine;
    }

    /**
     * A wallet's dense number.
     *
     * @throws ProblemException 404 when there is no such wallet
     */
    public int wallet(String wallet) {
        int ref = engine.names().wallets.refOf(wallet);
        Reads.found(ref == UsageRecord.NO_REF ? null : wallet, "wallet");
        return ref;
    }

    /**
     * A time of the query, nanoseconds since 1970.
     *
     * @throws ProblemException 400 when it is not RFC 3339
     */
    public static long time(HttpServletRequest request, String parameter, long absent) {
        String text = request.getParameter(parameter);
        return text == null ? absent : time(parameter, text);
    }

    private static long time(String parameter, String text) {
        long epochNanos = Rfc3339.parse(text);
        if (epochNanos == Rfc3339.MALFORMED) {
            throw ProblemException.ofParameter(parameter, Rfc3339.RULE);
        }
        return epochNanos;
    }

    /**
     * The first position recorded at or after a time of the query.
     *
     * @throws ProblemException 400 when it is not RFC 3339
     */
    public long firstAt(HttpServletRequest request, String parameter, long absent) {
        String text = request.getParameter(parameter);
        if (text == null) {
            return absent;
        }
        long epochNanos = time(parameter, text);
        return ask(index -> index.places().firstAt(epochNanos));
    }
}
