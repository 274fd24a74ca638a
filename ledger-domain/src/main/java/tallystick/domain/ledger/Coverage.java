package tallystick.domain.ledger;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.GrossMatrix;
import tallystick.domain.settlement.LossSharing;
import tallystick.domain.settlement.Obligation;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.Waterfall;

/**
 * The published waterfall over what a window misses: the defaulter's collateral, then the survivors
 * by what the defaulter owed each of them after bilateral set-off, each as far as its collateral
 * goes. Credits of any window are no resource: only cash that was pledged is drawn.
 */
final class Coverage {

    /** Who bears what the defaulter's collateral does not. */
    static final LossSharing RULE = LossSharing.BY_BILATERAL_CLAIM;

    private Coverage() {}

    static Waterfall of(Window window, Closing closing, PayInCall missing, LedgerState state) {
        String asset = missing.asset();
        int assetRef = state.names.assets.refOf(asset);
        SortedMap<String, Long> pledged = new TreeMap<>();
        for (int operator = 0; operator < state.names.operators.size(); operator++) {
            pledged.put(
                    state.names.operators.nameOf(operator),
                    CollateralDecider.balance(operator, assetRef, asset, state));
        }
        long own = pledged.getOrDefault(missing.operator(), 0L);
        Pico cap =
                state.caps.netDebitCap(state.names.operators.refOf(missing.operator()), assetRef);
        GrossMatrix debts =
                Objects.requireNonNull(
                        GrossMatrix.perAsset(obligations(window, closing, state)).get(asset));
        return Waterfall.of(
                new Waterfall.Loss(
                        asset,
                        missing.operator(),
                        missing.minor(),
                        cap == null ? own : minor(cap, asset),
                        own),
                List.of(),
                RULE.shares(debts, missing.operator(), pledged));
    }

    /** Rounded down, at most what fits. */
    private static long minor(Pico cap, String asset) {
        Pico unit = Rounding.minorToPico(1, Assets.minorDigits(asset));
        return cap.toBigInteger()
                .divide(unit.toBigInteger())
                .min(java.math.BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    /** Who owes whom in the window: what of its statements is netted and was not taken out. */
    static List<Obligation> obligations(Window window, Closing closing, LedgerState state) {
        return closing.netted(window).stream()
                .map(s -> obligation(s, state.disputes.nettedMinor(s)))
                .toList();
    }

    /** A statement below zero is owed the other way round: more was taken back than charged. */
    static Obligation obligation(Statement statement, long minor) {
        return minor < 0
                ? new Obligation(
                        statement.asset(),
                        statement.servingOperator(),
                        statement.homeOperator(),
                        Math.negateExact(minor))
                : new Obligation(
                        statement.asset(),
                        statement.homeOperator(),
                        statement.servingOperator(),
                        minor);
    }
}
