package tallystick.app.api.settlement;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerCommand.Caps.SetBilateralCap;
import tallystick.domain.LedgerCommand.Caps.SetNetDebitCap;
import tallystick.projections.reference.CapView;

/**
 * A cap as the API shows it.
 *
 * @param operator who may owe
 * @param servingOperator whom, absent for all others on balance
 * @param haircutBasisPoints how much of what others owe does not count; absent for a pair
 */
@Wire
record CapResource(
        String operator,
        @Nullable String servingOperator,
        String asset,
        String cap,
        @Nullable Integer haircutBasisPoints,
        String position) {

    static CapResource of(SetNetDebitCap cap, long position) {
        return new CapResource(
                cap.operator(),
                null,
                cap.asset(),
                cap.cap().toDecimalString(),
                cap.haircutBasisPoints(),
                WireText.position(position));
    }

    static CapResource of(SetBilateralCap cap, long position) {
        return new CapResource(
                cap.homeOperator(),
                cap.servingOperator(),
                cap.asset(),
                cap.cap().toDecimalString(),
                null,
                WireText.position(position));
    }

    static CapResource of(CapView.NetDebitCap row) {
        return of(
                new SetNetDebitCap(
                        row.operator(), row.asset(), row.cap(), row.haircutBasisPoints()),
                row.position());
    }

    static CapResource of(CapView.BilateralCap row) {
        return of(
                new SetBilateralCap(
                        row.homeOperator(), row.servingOperator(), row.asset(), row.cap()),
                row.position());
    }
}
