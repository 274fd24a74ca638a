package tallystick.domain;

import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Recast;

/** Collateral, and what is done when an operator does not pay in (settlement chapter §4.6). */
public sealed interface DefaultCommand extends LedgerCommand.Settlement {

    /**
     * An operator's pledge has come in, in cash.
     *
     * @param amount more than 0, whole minor units
     * @param entry the bank's reference of the entry: what makes sending it again harmless
     */
    record DepositCollateral(String operator, String asset, Pico amount, String entry)
            implements DefaultCommand {}

    /**
     * Part of a pledge goes back. Refused in default, beyond what there is, and when the rest would
     * not back the operator's net debit cap.
     *
     * @param amount more than 0, whole minor units
     * @param entry the bank's reference of the entry
     */
    record WithdrawCollateral(String operator, String asset, Pico amount, String entry)
            implements DefaultCommand {}

    /** What is done about one debtor of a window. */
    sealed interface OfDebtor extends DefaultCommand {
        String window();

        String operator();
    }

    /**
     * Gives a late debtor time.
     *
     * @param untilEpochNanos in the future
     */
    record GiveGrace(String window, String operator, long untilEpochNanos) implements OfDebtor {}

    /**
     * The first of two persons who declare a default, once grace is over.
     *
     * @param reference the legal reference, 1 … 200 characters
     */
    record ProposeDefault(String window, String operator, String reference) implements OfDebtor {}

    /** The second person. */
    record DeclareDefault(String window, String operator) implements OfDebtor {}

    /** Runs the waterfall; refused while it does not cover what is missing. */
    record CoverDefault(String window, String operator) implements OfDebtor {}

    /** The first of two persons who take a defaulter's debts out of a window. */
    record ProposeRecast(String window, String operator, Recast.Rule rule) implements OfDebtor {}

    /** The second person. */
    record RecastWindow(String window, String operator) implements OfDebtor {}

    /**
     * The first of two persons who let an operator trade again.
     *
     * @param reason why, for a person, 1 … 200 characters
     */
    record ProposeLift(String window, String operator, String reason) implements OfDebtor {}

    /** The second person. */
    record LiftDefault(String window, String operator) implements OfDebtor {}
}
