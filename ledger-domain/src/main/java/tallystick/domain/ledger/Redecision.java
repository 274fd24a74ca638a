package tallystick.domain.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerRequest;
import tallystick.domain.Refusal;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.usage.UsageRecord;

/**
 * Decides again what stands in a journal, event by event, against a ledger that has applied what
 * stands before. Every event must be the one that follows: from a deadline that is due, from the
 * decision whose run is not at its end, or from a request that the event itself tells. What a
 * request was refused for cannot be decided again, because the request is no event; a refusal's
 * answer is held to everything else that an answer must be. One thread.
 */
public final class Redecision {

    private static final LedgerRequest PASS_DEADLINE =
            new LedgerRequest(new LedgerCommand.PassDeadline(), "ledger", null);

    private final LedgerState state;
    private final Ahead ahead;
    private final Deque<LedgerEvent> run = new ArrayDeque<>();
    private @Nullable Unanswered unanswered;
    private long runEpochNanos;
    private long refusals;

    /**
     * A request whose run is at its end and whose answer may follow.
     *
     * @param position of the run's last event
     */
    private record Unanswered(
            long position, String actor, String resource, @Nullable Refusal refusal) {}

    /**
     * @param state the ledger; whoever asks applies each event before asking for the next
     * @param ahead what stands further on
     */
    public Redecision(LedgerState state, Ahead ahead) {
        this.state = state;
        this.ahead = ahead;
    }

    /** Answers of refused requests, of which only the form was checked. */
    public long refusals() {
        return refusals;
    }

    /**
     * Whether a request's first event may stand next: no run is open and no deadline is due.
     *
     * @param recordedEpochNanos of the next event
     */
    public boolean isFree(long recordedEpochNanos) {
        return run.isEmpty() && state.nextDeadlineEpochNanos() > recordedEpochNanos;
    }

    /** Whether no run is open: only then may something stand that is no event of the ledger. */
    public boolean isBetweenRuns() {
        return run.isEmpty();
    }

    /**
     * The event that the ledger decides at the next position, given what stands there: the caller
     * compares them to the byte. A usage record that came from outside is not asked for here.
     *
     * @param stored what stands there; one record when it is usage
     * @return null when the journal at hand ends before it says what was asked for
     * @throws NotDecidedException when the ledger decides nothing like it there
     */
    public @Nullable LedgerEvent next(LedgerEvent stored, long recordedEpochNanos) {
        if (run.isEmpty()) {
            LedgerEvent answer = answer(stored, recordedEpochNanos);
            if (answer != null) {
                return answer;
            }
            if (!begin(stored, recordedEpochNanos)) {
                return null;
            }
        }
        if (recordedEpochNanos != runEpochNanos) {
            throw new NotDecidedException("has another time than the events decided with it");
        }
        return run.removeFirst();
    }

    private boolean begin(LedgerEvent stored, long now) {
        runEpochNanos = now;
        unanswered = null;
        if (state.nextDeadlineEpochNanos() <= now) {
            open(LedgerDecider.decide(PASS_DEADLINE, state, now), "a deadline was due before");
            return true;
        }
        long position = state.lastPosition() + 1;
        LedgerRequest request = RequestBehind.of(stored, position, state, ahead);
        if (request == null && isCutOff(stored, position)) {
            return false;
        }
        if (request == null) {
            throw new NotDecidedException(
                    kind(stored) + " follows from no deadline and no request");
        }
        Decision decision = decided(request, now);
        open(decision, kind(stored) + " does not follow from the events before");
        long last = position + run.size() - 1;
        unanswered =
                switch (decision) {
                    case Decision.Accepted d ->
                            new Unanswered(last, request.actor(), d.resource(), null);
                    case Decision.Refused d ->
                            new Unanswered(last, request.actor(), "", d.refusal());
                    case Decision.Replayed _ -> null;
                };
        return true;
    }

    /** What cannot be computed from what stands there is not what the ledger decided. */
    private Decision decided(LedgerRequest request, long now) {
        try {
            return LedgerDecider.decide(request, state, now);
        } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException no) {
            throw new NotDecidedException(
                    request.command().getClass().getSimpleName() + " cannot be decided: " + no);
        }
    }

    private void open(Decision decision, String otherwise) {
        List<LedgerEvent> events =
                switch (decision) {
                    case Decision.Accepted d -> d.events();
                    case Decision.Refused d -> d.events();
                    case Decision.Replayed _ -> List.of();
                };
        for (LedgerEvent event : events) {
            if (event instanceof UsageRecorded records) {
                for (UsageRecord one : records.records()) {
                    run.add(new UsageRecorded(List.of(one)));
                }
            } else {
                run.add(event);
            }
        }
        if (run.isEmpty()) {
            throw new NotDecidedException(
                    decision instanceof Decision.Refused refused
                            ? otherwise + ": " + refused.refusal().detail()
                            : otherwise);
        }
    }

    /** The events that tell the request may be beyond the end. */
    private boolean isCutOff(LedgerEvent stored, long position) {
        int further = 0;
        if (stored instanceof LedgerEvent.Settlement.WindowCutOff) {
            further = 2;
        } else if (stored instanceof UsageRecorded charge
                && charge.records().getFirst().source.equals(UsageRecord.HOLD_SOURCE)) {
            further = 1;
        }
        return further > 0 && ahead.endsBefore(position + further);
    }

    // ---- answers

    /** The answer that may stand next, null when what stands there is none. */
    private @Nullable LedgerEvent answer(LedgerEvent stored, long now) {
        if (!(stored instanceof RequestAnswered said)) {
            return null;
        }
        if (state.requests.find(said.actor(), said.key()) != null) {
            throw new NotDecidedException("answers a key of " + said.actor() + " that was spent");
        }
        Unanswered asked = unanswered;
        unanswered = null;
        if (asked != null
                && asked.position() == state.lastPosition()
                && now == runEpochNanos
                && (asked.refusal() == null) == (said.refusal() == null)
                && (asked.actor().equals(RequestBehind.UNNAMED)
                        || asked.actor().equals(said.actor()))
                && (asked.refusal() != null || asked.resource().equals(said.resource()))) {
            return new RequestAnswered(
                    said.actor(),
                    said.key(),
                    said.fingerprint(),
                    asked.resource(),
                    asked.refusal());
        }
        if (state.nextDeadlineEpochNanos() <= now) {
            throw new NotDecidedException("a deadline was due before");
        }
        if (said.refusal() != null) {
            refusals++;
            return new RequestAnswered(
                    said.actor(), said.key(), said.fingerprint(), "", said.refusal());
        }
        if (!changesNothing(said.resource())) {
            throw new NotDecidedException("answers a request that did not make " + said.resource());
        }
        return said;
    }

    /** What may be asked for and done without an event: it was done before, or nothing was due. */
    private boolean changesNothing(String resource) {
        Dispute dispute = state.disputes.find(resource);
        return resource.isEmpty()
                || (dispute != null && dispute.state == DisputeState.RESOLVED)
                || state.fx.fixing(resource) != null;
    }

    private static String kind(LedgerEvent event) {
        return event.getClass().getSimpleName();
    }
}
