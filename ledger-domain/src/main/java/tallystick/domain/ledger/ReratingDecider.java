package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerCommand.Rerating;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Rerating.ReleaseApproved;
import tallystick.domain.LedgerEvent.Rerating.ReleaseProposed;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.RefusalCode;
import tallystick.domain.usage.UsageRecord;

/** Decides what leaves suspense, by itself or by two persons, and what is priced anew. */
final class ReratingDecider {

    private ReratingDecider() {}

    static Decision decide(Rerating command, String actor, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case Rerating.RerateSuspended c ->
                    waiting(
                            c.position(),
                            state,
                            s ->
                                    recorded(
                                            List.of(),
                                            AmendmentDecider.rerate(
                                                    s, false, state, nowEpochNanos)));
            case Rerating.RepriceRecorded c -> reprice(c.position(), state, nowEpochNanos);
            case Rerating.ProposeRelease c -> {
                Refused refused = text("reason", c.reason());
                yield refused != null
                        ? refused
                        : waiting(c.position(), state, s -> propose(c, s, actor));
            }
            case Rerating.ApproveRelease c ->
                    waiting(c.position(), state, s -> approve(s, actor, state, nowEpochNanos));
        };
    }

    private static Decision waiting(
            long position, LedgerState state, Function<SuspendedUsage, Decision> step) {
        SuspendedUsage suspended = state.suspense.find(position);
        return suspended == null
                ? refused(RefusalCode.NOT_FOUND, "position", "no usage waits in suspense there")
                : step.apply(suspended);
    }

    private static Decision recorded(List<LedgerEvent> before, @Nullable UsageRecord usage) {
        List<LedgerEvent> events = new ArrayList<>(before);
        if (usage != null) {
            events.add(new UsageRecorded(List.of(usage)));
        }
        return new Accepted(events, "");
    }

    private static Decision reprice(long position, LedgerState state, long nowEpochNanos) {
        if (position < 0 || position > state.lastPosition()) {
            return refused(RefusalCode.NOT_FOUND, "position", "nothing is recorded there");
        }
        return recorded(List.of(), AmendmentDecider.reprice(position, state, nowEpochNanos));
    }

    private static Decision propose(
            Rerating.ProposeRelease command, SuspendedUsage suspended, String actor) {
        return suspended.proposer() != null
                ? refused(RefusalCode.WRONG_STATE, "position", "its release is proposed already")
                : new Accepted(
                        List.of(new ReleaseProposed(command.position(), actor, command.reason())),
                        "");
    }

    private static Decision approve(
            SuspendedUsage suspended, String actor, LedgerState state, long nowEpochNanos) {
        if (suspended.proposer() == null) {
            return refused(RefusalCode.WRONG_STATE, "position", "nobody has proposed its release");
        }
        if (suspended.proposer().equals(actor)) {
            return refused(
                    RefusalCode.SAME_PERSON, "position", "needs another person than the proposer");
        }
        // The approval's own event comes first and takes a position.
        UsageRecord usage = AmendmentDecider.rerate(suspended, true, state, nowEpochNanos);
        if (usage == null) {
            return refused(
                    RefusalCode.WRONG_STATE,
                    "position",
                    "cannot be rated yet, whoever releases it");
        }
        usage.position++;
        return recorded(List.of(new ReleaseApproved(suspended.position(), actor)), usage);
    }
}
