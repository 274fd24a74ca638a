package tallystick.app.api.ledger;

import java.util.List;
import java.util.Map;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.ledger.Account;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.TrialBalance;
import tallystick.domain.ledger.UsageTotals;
import tallystick.domain.usage.TokenClass;

/**
 * The ledger's own state, all of one position.
 *
 * @param position last position of the journal; −1 when it is empty
 * @param stateDigest SHA-256 over the whole state, hex: equal states have equal digests
 * @param balanced whether Σ debits = Σ credits in every book and asset
 * @param trialBalances Σ debits − Σ credits per book and asset
 * @param accounts every ledger account on its normal side, in order of opening; wallets of one
 *     operator and asset as one sum
 */
@Wire
record LedgerResource(
        String position,
        String stateDigest,
        boolean balanced,
        List<Difference> trialBalances,
        Usage usage,
        List<Balance> accounts) {

    /** What a book's debits exceed its credits by: zero, or the ledger is broken. */
    @Wire
    record Difference(String book, String asset, String difference) {
        static Difference of(TrialBalance row) {
            return new Difference(row.book(), row.asset(), row.difference().toDecimalString());
        }
    }

    /** A ledger account. */
    @Wire
    record Balance(String account, String kind, String book, String asset, String balance) {
        static Balance of(Account row) {
            return new Balance(
                    row.account(),
                    WireText.word(row.kind()),
                    row.book(),
                    row.asset(),
                    row.balance().toDecimalString());
        }
    }

    /** Usage recorded since the journal began. */
    @Wire
    record Usage(
            long accepted,
            long suspended,
            long late,
            long tokensIn,
            long tokensOut,
            Map<String, Object> tokens) {
        static Usage of(UsageTotals totals) {
            return new Usage(
                    totals.accepted(),
                    totals.suspended(),
                    totals.late(),
                    totals.tokensIn(),
                    totals.tokensOut(),
                    WireText.tokens(TokenClass.ALL.stream().map(totals::tokens).toList()));
        }
    }

    /** On the thread that owns the state. */
    static LedgerResource of(LedgerState state) {
        return new LedgerResource(
                WireText.position(state.lastPosition()),
                state.digest(),
                state.isBalanced(),
                state.trialBalances().stream().map(Difference::of).toList(),
                Usage.of(state.totals()),
                state.accountsByOperator().stream().map(Balance::of).toList());
    }
}
