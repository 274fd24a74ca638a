package tallystick.domain.ledger;

import java.util.SortedMap;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;

/** Undoes the netting of a statement: its lines are owed in another window. */
final class Unwinding {

    private Unwinding() {}

    /**
     * @param reference the window that the lines come from
     * @param next the open window that they go to, as adjustments
     */
    static void undo(Statement statement, String reference, Window next, LedgerState state) {
        int home = state.names.operators.refOf(statement.homeOperator());
        int serving = state.names.operators.refOf(statement.servingOperator());
        int asset = state.names.assets.refOf(statement.asset());
        Pico total = state.disputes.netted(statement);
        Accounts accounts = state.accounts;
        state.caps.unstate(home, serving, asset, total);
        accounts.debit(accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, home, asset), total);
        accounts.credit(accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), total);
        accounts.debit(
                accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), total);
        accounts.credit(accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, serving, asset), total);
        SortedMap<Integer, Long> withheld = state.disputes.withheld(statement.statement());
        for (int i = 0; i < statement.lines().size(); i++) {
            StatementLine line = statement.lines().get(i);
            next.adjust(
                    new Adjustment(
                            home,
                            serving,
                            asset,
                            line.model(),
                            line.tariff(),
                            line.tariffVersion(),
                            line.rounded() - withheld.getOrDefault(i, 0L),
                            reference));
        }
    }
}
