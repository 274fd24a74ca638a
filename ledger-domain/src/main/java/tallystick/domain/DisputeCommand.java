package tallystick.domain;

import java.util.List;

/**
 * Disputes over lines of a statement (settlement chapter §4.5). The debtor of the statement claims,
 * the creditor answers, an arbiter of neither decides.
 */
public sealed interface DisputeCommand extends LedgerCommand.Settlement {

    /** The dispute's name, unique for ever. */
    String dispute();

    /**
     * @param operator the debtor of the statement
     * @param claims what is disputed of which lines, at least one
     * @param reason why, for a person, 1 … 256 characters
     */
    record OpenDispute(
            String dispute,
            String statement,
            String operator,
            List<LineClaim> claims,
            String reason)
            implements DisputeCommand {
        public OpenDispute {
            claims = List.copyOf(claims);
        }
    }

    /**
     * @param operator the creditor
     */
    record AcknowledgeDispute(String dispute, String operator) implements DisputeCommand {}

    /**
     * @param operator the debtor
     * @param evidence Merkle root over the records in question, 64 hex digits
     */
    record SubmitEvidence(String dispute, String operator, String evidence)
            implements DisputeCommand {}

    /**
     * @param operator the creditor
     * @param grants what is credited of which lines, each at most what is claimed; at least one
     */
    record AgreeDispute(String dispute, String operator, List<LineClaim> grants)
            implements DisputeCommand {
        public AgreeDispute {
            grants = List.copyOf(grants);
        }
    }

    /**
     * @param operator the creditor
     */
    record RejectDispute(String dispute, String operator, String reason)
            implements DisputeCommand {}

    /**
     * @param operator the debtor
     */
    record EscalateDispute(String dispute, String operator, String reason)
            implements DisputeCommand {}

    /**
     * By a person who acts for no operator.
     *
     * @param grants each at most what is claimed; may be none
     */
    record ArbitrateDispute(String dispute, List<LineClaim> grants, String reason)
            implements DisputeCommand {
        public ArbitrateDispute {
            grants = List.copyOf(grants);
        }
    }

    /** Writes the credit note, and the debit note for what was withheld, into the open window. */
    record ResolveDispute(String dispute) implements DisputeCommand {}
}
