package tallystick.domain.ledger;

import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;

/**
 * What a wallet's owner wants to be told when the posted balance falls.
 *
 * @param thresholds balances whose downward crossing is told
 * @param topUpBelow the balance below which a top-up is asked for
 * @param topUpAmount how much is asked for, 0 for no such arrangement
 */
record WalletAlerts(List<Pico> thresholds, Pico topUpBelow, Pico topUpAmount) {

    static final WalletAlerts NONE = new WalletAlerts(List.of(), Pico.ZERO, Pico.ZERO);

    WalletAlerts {
        thresholds = List.copyOf(thresholds);
    }

    boolean isEmpty() {
        return thresholds.isEmpty() && topUpAmount.isZero();
    }

    WalletAlerts withThresholds(List<Pico> next) {
        return new WalletAlerts(next, topUpBelow, topUpAmount);
    }

    WalletAlerts withTopUp(Pico below, Pico amount) {
        return new WalletAlerts(thresholds, below, amount);
    }

    /** What a fall of the posted balance sets off, as bits of {@link UsageRecord#alerts}. */
    int crossed(Pico before, Pico after) {
        int bits = 0;
        for (Pico threshold : thresholds) {
            bits |= falls(before, after, threshold) ? UsageRecord.ALERT_LOW : 0;
        }
        if (before.signum() > 0 && after.signum() <= 0) {
            bits |= UsageRecord.ALERT_DEPLETED;
        }
        if (!topUpAmount.isZero() && falls(before, after, topUpBelow)) {
            bits |= UsageRecord.ALERT_TOP_UP;
        }
        return bits;
    }

    private static boolean falls(Pico before, Pico after, Pico threshold) {
        return before.compareTo(threshold) >= 0 && after.compareTo(threshold) < 0;
    }

    void saveInto(StateWriter out) {
        out.number(thresholds.size());
        thresholds.forEach(out::amount);
        out.amount(topUpBelow).amount(topUpAmount);
    }

    static WalletAlerts load(StateReader in) {
        return new WalletAlerts(in.list(in::amount), in.amount(), in.amount());
    }
}
