package tallystick.domain;

import java.util.List;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;

/** What happens to a dispute over lines of a statement. */
public sealed interface DisputeEvent extends LedgerEvent.Settlement {

    /** The window of the statement. */
    String window();

    String dispute();

    /**
     * @param operator the debtor, who claims
     * @param deadlineEpochNanos when the default outcome follows
     * @param withheld whether what is claimed stays out of the window's netting
     * @param claims per line, in order of lines
     */
    record DisputeOpened(
            String window,
            String dispute,
            String statement,
            String operator,
            String actor,
            String reason,
            long deadlineEpochNanos,
            boolean withheld,
            List<LineAmount> claims)
            implements DisputeEvent {
        public DisputeOpened {
            claims = List.copyOf(claims);
        }
    }

    /**
     * @param state where it stands from here
     * @param operator who acted, empty for the arbiter and for a deadline
     * @param actor the person, empty for a deadline
     * @param note reason or evidence, empty for none
     * @param deadlineEpochNanos when the default outcome follows
     * @param grants what is credited when it is carried out, in order of lines
     */
    record DisputeMoved(
            String window,
            String dispute,
            DisputeState state,
            String operator,
            String actor,
            String note,
            long deadlineEpochNanos,
            List<LineAmount> grants)
            implements DisputeEvent {
        public DisputeMoved {
            grants = List.copyOf(grants);
        }
    }

    /**
     * The notes on the original lines, both in the open window.
     *
     * @param nextWindow the open window
     * @param credits credit note per line: never more in all than the line was
     * @param debits debit note per line: what was withheld and is owed after all
     */
    record DisputeResolved(
            String window,
            String dispute,
            String nextWindow,
            List<LineAmount> credits,
            List<LineAmount> debits)
            implements DisputeEvent {
        public DisputeResolved {
            credits = List.copyOf(credits);
            debits = List.copyOf(debits);
        }
    }
}
