package tallystick.domain;

import tallystick.domain.money.Pico;

/** The settlement window from issued statements to finality (settlement chapter §4.2). */
public sealed interface ClosingCommand extends LedgerCommand.Settlement {

    // ---- affirming: each side of a statement, by two persons or by its own calculation

    /**
     * The first person of an operator agrees with a statement.
     *
     * @param operator who affirms: home or serving operator of the statement
     */
    record ProposeAffirmation(String statement, String operator) implements ClosingCommand {}

    /** The second person, who makes it count. */
    record ConfirmAffirmation(String statement, String operator) implements ClosingCommand {}

    /**
     * An operator's own calculation: the same affirms at once, one within tolerance too; another
     * one is kept as a mismatch and affirms nothing.
     *
     * @param hash the operator's {@link tallystick.domain.settlement.StatementHash}, 64 hex digits
     * @param total the operator's total, whole minor units
     */
    record SubmitAggregate(String statement, String operator, String hash, Pico total)
            implements ClosingCommand {}

    // ---- approval by two persons of the hub

    /**
     * The hub's maker.
     *
     * @param hash the {@link tallystick.domain.settlement.ApprovalHash} of inputs and outputs
     */
    record ProposeApproval(String window, String hash) implements ClosingCommand {}

    /** The hub's risk checker. */
    record ApproveWindow(String window, String hash) implements ClosingCommand {}

    // ---- money

    /**
     * Calls net debtors to pay in.
     *
     * @param dueByEpochNanos until when, in the future
     */
    record FundWindow(String window, long dueByEpochNanos) implements ClosingCommand {}

    /**
     * A debtor's money has come in.
     *
     * @param amount more than 0, whole minor units
     * @param entry the bank's reference of the entry: what makes sending it again harmless
     */
    record RecordPayIn(String window, String operator, String asset, Pico amount, String entry)
            implements ClosingCommand {}

    /**
     * The first person of the treasury.
     *
     * @param valueDateEpochDay when banks are to pay, days since 1970
     */
    record ProposeInstruction(String window, long valueDateEpochDay) implements ClosingCommand {}

    /** The second person of the treasury: every leg is instructed. */
    record InstructWindow(String window) implements ClosingCommand {}

    /**
     * A bank says that a leg was paid, whole or in part.
     *
     * @param uetr the leg's
     * @param amount more than 0, whole minor units
     * @param entry the bank's reference of the entry: what makes sending it again harmless
     */
    record ConfirmPayment(String window, String uetr, String asset, Pico amount, String entry)
            implements ClosingCommand {}

    record FinaliseWindow(String window) implements ClosingCommand {}

    /**
     * The first of two persons who give a window up.
     *
     * @param reason why, for a person, 1 … 256 characters
     */
    record ProposeAbort(String window, String reason) implements ClosingCommand {}

    /** The second person. */
    record AbortWindow(String window) implements ClosingCommand {}
}
