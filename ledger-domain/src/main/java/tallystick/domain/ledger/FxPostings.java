package tallystick.domain.ledger;

import java.util.List;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.WindowConversion;

/**
 * What a conversion does to the books: settlement control of an operator moves from one currency to
 * the other, against its exchange account in both; the agent's moves the other way, and what
 * rounding leaves over is on {@code fx-rounding} in the agent's book.
 */
final class FxPostings {

    private FxPostings() {}

    /**
     * Converts the nets of a window that has no conversion.
     *
     * @throws IllegalStateException when the conversion is not made of the window's nets
     */
    static void convert(Closing closing, WindowConversion conversion, LedgerState state) {
        if (!conversion.isMadeOf(closing.positions)) {
            throw new IllegalStateException(
                    "the conversion of " + closing.window + " is not made of its nets");
        }
        state.fx.convert(closing.window, conversion, closing.positions);
        post(closing, conversion, 1, state);
        closing.positions.clear();
        closing.positions.addAll(conversion.positions());
    }

    /** Every net is in the currency of its invoices again; nothing where nothing was converted. */
    static void takeBack(Closing closing, LedgerState state) {
        WindowConversion conversion = state.fx.conversionOf(closing.window);
        if (conversion == null) {
            return;
        }
        List<NetPosition> nets = state.fx.netsOf(closing);
        post(closing, conversion, -1, state);
        state.fx.takeBack(closing.window);
        closing.positions.clear();
        closing.positions.addAll(nets);
    }

    private static void post(
            Closing closing, WindowConversion conversion, int sign, LedgerState state) {
        String agent = conversion.agent();
        for (WindowConversion.Net net : conversion.converted()) {
            long base = Math.multiplyExact(sign, net.baseMinor());
            long quote = Math.multiplyExact(sign, net.quoteMinor());
            exchange(closing, net.operator(), net.base(), -base, state);
            exchange(closing, net.operator(), net.quote(), quote, state);
            exchange(closing, agent, net.base(), base, state);
            exchange(closing, agent, net.quote(), -quote, state);
        }
        conversion
                .roundingMinor()
                .forEach((asset, minor) -> residual(agent, asset, sign * minor, state));
    }

    /** More to receive of a currency, against the exchange account. */
    private static void exchange(
            Closing closing, String operator, String asset, long minor, LedgerState state) {
        closing.control(asset, operator, minor);
        Accounts accounts = state.accounts;
        int of = state.names.operators.refOf(operator);
        int in = state.names.assets.refOf(asset);
        Pico amount = Rounding.minorToPico(minor, Assets.minorDigits(asset));
        accounts.debit(accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, of, in), amount);
        accounts.credit(accounts.ofOperator(AccountKind.FX_POSITION, of, in), amount);
    }

    /** What the agent paid less than its own total it keeps, on the residual account. */
    private static void residual(String agent, String asset, long minor, LedgerState state) {
        Accounts accounts = state.accounts;
        int of = state.names.operators.refOf(agent);
        int in = state.names.assets.refOf(asset);
        Pico amount = Rounding.minorToPico(minor, Assets.minorDigits(asset));
        accounts.debit(accounts.ofOperator(AccountKind.FX_POSITION, of, in), amount);
        accounts.credit(accounts.ofOperator(AccountKind.FX_ROUNDING, of, in), amount);
    }
}
