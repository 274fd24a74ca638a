package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DefaultEvent.CollateralMoved;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Rounding;

/** Decides what comes into and goes out of an operator's pledge. */
final class CollateralDecider {

    private CollateralDecider() {}

    static Decision deposit(DefaultCommand.DepositCollateral c, LedgerState state) {
        long minor = MinorAmount.positive(c.amount(), c.asset());
        Refused refused = fields(c.operator(), c.asset(), minor, c.entry(), state);
        return refused != null
                ? refused
                : moved(c.operator(), c.asset(), minor, c.entry(), state, null);
    }

    static Decision withdraw(DefaultCommand.WithdrawCollateral c, LedgerState state) {
        long minor = MinorAmount.positive(c.amount(), c.asset());
        Refused refused = fields(c.operator(), c.asset(), minor, c.entry(), state);
        return refused != null
                ? refused
                : moved(
                        c.operator(),
                        c.asset(),
                        -minor,
                        c.entry(),
                        state,
                        kept(c.operator(), c.asset(), minor, state));
    }

    private static @Nullable Refused fields(
            String operator, String asset, long minor, String entry, LedgerState state) {
        return first(
                known("operator", operator, state.names.operators),
                known("asset", asset, state.names.assets),
                minor == MinorAmount.NONE
                        ? invalid("amount", MinorAmount.RULE + " and more than 0")
                        : null,
                text("entry", entry));
    }

    private static Decision moved(
            String operator,
            String asset,
            long minor,
            String entry,
            LedgerState state,
            @Nullable Refused kept) {
        return PaymentDecider.once(
                entry,
                said(operator, asset, minor),
                state,
                () ->
                        kept != null
                                ? kept
                                : accepted(
                                        operator,
                                        new CollateralMoved(operator, asset, minor, entry)));
    }

    static String said(String operator, String asset, long minor) {
        return String.join("|", "collateral", operator, asset, "" + minor);
    }

    /** Why a pledge must stay, null when it may go. */
    private static @Nullable Refused kept(
            String operator, String asset, long minor, LedgerState state) {
        int ref = state.names.operators.refOf(operator);
        int assetRef = state.names.assets.refOf(asset);
        if (state.defaults.isSuspended(ref)) {
            return refused(RefusalCode.WRONG_STATE, "operator", "is in default");
        }
        long left = balance(ref, assetRef, asset, state) - minor;
        if (left < 0) {
            return refused(RefusalCode.INVALID_REQUEST, "amount", "is more than what is pledged");
        }
        Pico cap = state.caps.netDebitCap(ref, assetRef);
        return cap == null
                        || cap.compareTo(Rounding.minorToPico(left, Assets.minorDigits(asset))) <= 0
                ? null
                : refused(
                        RefusalCode.INVALID_REQUEST,
                        "amount",
                        "must leave what backs the net debit cap");
    }

    /** What an operator has pledged, minor units. */
    static long balance(int operator, int asset, String assetName, LedgerState state) {
        Pico pledged = state.accounts.pairBalance(AccountKind.COLLATERAL, operator, 0, asset);
        return MinorAmount.signed(pledged, assetName);
    }
}
