package tallystick.domain.ledger;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.DisputeEvent;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;

/** What a dispute does: nothing is posted until it is resolved. */
final class EvolveDispute {

    private final LedgerState state;

    EvolveDispute(LedgerState state) {
        this.state = state;
    }

    void apply(DisputeEvent event) {
        switch (event) {
            case DisputeEvent.DisputeOpened e -> {
                Dispute dispute =
                        new Dispute(
                                e.dispute(), e.window(), e.statement(), e.operator(), e.withheld());
                Dispute.put(dispute.claims, e.claims());
                dispute.deadlineEpochNanos = e.deadlineEpochNanos();
                state.disputes.add(dispute);
                state.closings.actsFor(e.actor(), e.operator());
            }
            case DisputeEvent.DisputeMoved e -> {
                Dispute dispute = dispute(e);
                dispute.state = e.state();
                dispute.deadlineEpochNanos = e.deadlineEpochNanos();
                Dispute.put(dispute.grants, e.grants());
                if (!e.operator().isEmpty()) {
                    state.closings.actsFor(e.actor(), e.operator());
                }
            }
            case DisputeEvent.DisputeResolved e -> resolved(e, dispute(e));
        }
        state.disputes.refresh();
    }

    private Dispute dispute(DisputeEvent event) {
        return Objects.requireNonNull(state.disputes.find(event.dispute()));
    }

    /**
     * The credit is posted in both books; what it leaves for the open window to settle is a line of
     * that: less what was paid already, or what was withheld and is owed after all.
     */
    private void resolved(DisputeEvent.DisputeResolved event, Dispute dispute) {
        Statement statement = DisputeDecider.statementOf(dispute, state);
        dispute.state = DisputeState.RESOLVED;
        Dispute.put(dispute.credited, event.credits());
        // I10: the constructor refuses notes that credit a line for more than it was.
        state.disputes.credits(statement);
        int home = state.names.operators.refOf(statement.homeOperator());
        int serving = state.names.operators.refOf(statement.servingOperator());
        int asset = state.names.assets.refOf(statement.asset());
        SortedMap<Integer, Long> carried = new TreeMap<>();
        long credit = 0;
        for (LineAmount line : event.credits()) {
            credit = Math.addExact(credit, line.minor());
            if (!dispute.withheld) {
                carried.put(line.line(), Math.negateExact(line.minor()));
            }
        }
        event.debits().forEach(line -> carried.put(line.line(), line.minor()));
        Pico amount = Rounding.minorToPico(credit, Assets.minorDigits(statement.asset()));
        Accounts accounts = state.accounts;
        accounts.debit(accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), amount);
        accounts.credit(accounts.ofOperator(AccountKind.COST_WHOLESALE, home, asset), amount);
        accounts.debit(accounts.ofOperator(AccountKind.REVENUE_WHOLESALE, serving, asset), amount);
        accounts.credit(
                accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), amount);
        Window next = Objects.requireNonNull(state.windows.find(event.nextWindow()));
        carried.forEach(
                (line, minor) -> {
                    StatementLine original = statement.lines().get(line);
                    next.adjust(
                            new Adjustment(
                                    home,
                                    serving,
                                    asset,
                                    original.model(),
                                    original.tariff(),
                                    original.tariffVersion(),
                                    minor,
                                    dispute.name));
                });
    }
}
