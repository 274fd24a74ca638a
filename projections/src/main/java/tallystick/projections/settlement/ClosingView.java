package tallystick.projections.settlement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/** Windows from issued statements to finality, as journaled. */
public final class ClosingView {

    /**
     * How far a window is. Texts that nothing has been said of are empty, times 0.
     *
     * @param affirmByEpochNanos when who says nothing is deemed to have affirmed
     * @param toleranceMinor how far an operator's own total may be off, minor units
     * @param askedHash what is to be approved
     * @param approvedHash what was approved last
     * @param dueByEpochNanos until when debtors are called to pay in
     * @param valueDate null until instructed
     * @param nextWindow where the debts of a window went that was given up
     */
    public record Closing(
            String window,
            long affirmByEpochNanos,
            long toleranceMinor,
            String askedHash,
            String approvedHash,
            String approvalMaker,
            String approvalChecker,
            long dueByEpochNanos,
            @Nullable LocalDate valueDate,
            String instructionMaker,
            String instructionChecker,
            String certificate,
            long finalisedEpochNanos,
            String nextWindow,
            String abortReason) {}

    /**
     * A side of a statement.
     *
     * @param how empty until it counts
     * @param ownHash of the operator's own calculation that did not agree, empty for none
     * @param ownMinor its total, minor units
     */
    public record Side(
            String statement,
            String operator,
            String maker,
            String checker,
            String how,
            String ownHash,
            long ownMinor) {}

    /** What the first of two persons proposed and the second has not done yet. */
    public record Act(String act, String actor, String subject) {}

    /** What a debtor is called for and what came in, minor units. */
    public record PayIn(String asset, String operator, long dueMinor, long receivedMinor) {}

    /**
     * A payment leg.
     *
     * @param confirmedMinor what banks said was paid, minor units
     * @param valueDate when banks are to pay
     */
    public record Leg(String window, SettlementLeg leg, long confirmedMinor, LocalDate valueDate) {}

    /** Money that matched no leg, or was more than was left of one; minor units. */
    public record Unmatched(String entry, String uetr, String asset, long minor, String reason) {}

    private final DataSource dataSource;

    public ClosingView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How far a window is, null when its statements were never asked about nor netted. */
    public @Nullable Closing closing(String window) {
        return Rows.first(
                dataSource,
                ClosingView::closing,
                "SELECT * FROM closing_window WHERE window_name = ?",
                window);
    }

    /** The sides of the window's statements that said anything, of the reader's operators. */
    public List<Side> sides(RowScope scope, String window) {
        Condition within = scope.ofOperator("operator");
        return Rows.list(
                dataSource,
                row ->
                        new Side(
                                Rows.text(row, "statement"),
                                Rows.text(row, "operator"),
                                Rows.text(row, "maker"),
                                Rows.text(row, "checker"),
                                Rows.text(row, "how"),
                                Rows.text(row, "own_hash"),
                                row.getLong("own_minor")),
                "SELECT * FROM closing_side WHERE window_name = ?"
                        + within.sql()
                        + " ORDER BY statement, operator",
                within.between(List.of(window)));
    }

    /** What waits for a second person. */
    public List<Act> acts(String window) {
        return Rows.list(
                dataSource,
                row ->
                        new Act(
                                Rows.text(row, "act"),
                                Rows.text(row, "actor"),
                                Rows.text(row, "subject")),
                "SELECT * FROM closing_act WHERE window_name = ? ORDER BY act",
                window);
    }

    /** Due and received per debtor, of the reader's operators. */
    public List<PayIn> payIns(RowScope scope, String window) {
        Condition within = scope.ofOperator("operator");
        return Rows.list(
                dataSource,
                row ->
                        new PayIn(
                                Rows.text(row, "asset"),
                                Rows.text(row, "operator"),
                                row.getLong("due_minor"),
                                row.getLong("received_minor")),
                "SELECT * FROM closing_pay_in WHERE window_name = ?"
                        + within.sql()
                        + " ORDER BY asset, operator",
                within.between(List.of(window)));
    }

    /** The window's payment legs in canonical order, those of the reader's pairs. */
    public List<Leg> legs(RowScope scope, String window) {
        Condition within = scope.ofPair("debtor", "creditor");
        return Rows.list(
                dataSource,
                ClosingView::leg,
                "SELECT * FROM closing_leg WHERE window_name = ?" + within.sql() + " ORDER BY leg",
                within.between(List.of(window)));
    }

    /** The leg of a reference, null when there is none. */
    public @Nullable Leg leg(String uetr) {
        return Rows.first(
                dataSource, ClosingView::leg, "SELECT * FROM closing_leg WHERE uetr = ?", uetr);
    }

    /** What banks said of a window that matched nothing, in order of recording. */
    public List<Unmatched> unmatched(String window) {
        return Rows.list(
                dataSource,
                row ->
                        new Unmatched(
                                Rows.text(row, "entry"),
                                Rows.text(row, "uetr"),
                                Rows.text(row, "asset"),
                                row.getLong("minor"),
                                Rows.text(row, "reason")),
                "SELECT * FROM closing_entry WHERE window_name = ? AND kind = 'unmatched'"
                        + " ORDER BY position",
                window);
    }

    private static Leg leg(ResultSet row) throws SQLException {
        return new Leg(
                Rows.text(row, "window_name"),
                new SettlementLeg(
                        row.getInt("leg"),
                        Rows.text(row, "asset"),
                        Rows.text(row, "debtor"),
                        Rows.text(row, "creditor"),
                        row.getLong("minor"),
                        Rows.text(row, "uetr")),
                row.getLong("confirmed_minor"),
                LocalDate.ofEpochDay(row.getLong("value_date_epoch_day")));
    }

    private static Closing closing(ResultSet row) throws SQLException {
        boolean isInstructed = !Rows.text(row, "instruction_checker").isEmpty();
        return new Closing(
                Rows.text(row, "window_name"),
                row.getLong("affirm_by_epoch_nanos"),
                row.getLong("tolerance_minor"),
                Rows.text(row, "asked_hash"),
                Rows.text(row, "approved_hash"),
                Rows.text(row, "approval_maker"),
                Rows.text(row, "approval_checker"),
                row.getLong("due_by_epoch_nanos"),
                isInstructed ? LocalDate.ofEpochDay(row.getLong("value_date_epoch_day")) : null,
                Rows.text(row, "instruction_maker"),
                Rows.text(row, "instruction_checker"),
                Rows.text(row, "certificate"),
                row.getLong("finalised_epoch_nanos"),
                Rows.text(row, "next_window"),
                Rows.text(row, "abort_reason"));
    }
}
