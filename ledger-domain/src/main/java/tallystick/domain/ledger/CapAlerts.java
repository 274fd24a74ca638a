package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.LedgerEvent.Caps.ExposureAlerted;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.ExposureAlert;
import tallystick.domain.usage.UsageRecord;

/**
 * Tells once when an exposure reaches 50, 75 or 90 per cent of a cap, and again only after it was
 * below. A crossing is noticed by the event that makes it and told by an event of its own, which is
 * due at once.
 *
 * <p>What others come to owe an operator lessens its exposure to its net debit cap; that is looked
 * at when it reaches a mark by what it owes, and with every event but usage.
 */
final class CapAlerts {

    // More than there can be of either: Names.MAX_OPERATORS, and assets.
    private static final int OPERATOR_BITS = 16;
    private static final int ASSET_BITS = 16;

    private final Names names;
    private final CapBook caps;

    /** How many marks an exposure stands at or above; an exposure below all has no entry. */
    private final SortedMap<Long, Integer> levels = new TreeMap<>();

    private final List<ExposureAlerted> pending = new ArrayList<>();

    CapAlerts(Names names, CapBook caps) {
        this.names = names;
        this.caps = caps;
    }

    /** What is to be told next, in the order of the crossings. */
    List<ExposureAlerted> pending() {
        return pending;
    }

    /** Told. */
    void told(ExposureAlerted alert) {
        if (pending.isEmpty() || !pending.getFirst().equals(alert)) {
            throw new IllegalStateException("an alert that no event caused: " + alert);
        }
        pending.removeFirst();
    }

    /** Looks at every cap, after an event that may have changed any exposure. */
    void lookAtAll() {
        if (!caps.isEmpty()) {
            caps.eachBilateral(this::look);
            caps.eachNetDebit(this::lookNet);
        }
    }

    /** Looks at the caps that what a home operator owes a serving one counts against. */
    void lookAt(int home, int serving, int asset) {
        if (!caps.isEmpty()) {
            look(home, serving, asset);
            if (caps.netDebitCap(home, asset) != null) {
                lookNet(home, asset);
            }
        }
    }

    private void look(int home, int serving, int asset) {
        Pico limit = caps.bilateralCap(home, serving, asset);
        if (limit != null) {
            compare(home, serving, asset, caps.owed(home, serving, asset), limit);
        }
    }

    private void lookNet(int operator, int asset) {
        Pico limit = caps.netDebitLimit(operator, asset);
        Pico owed = caps.netOwed(operator, asset);
        Pico exposure =
                ExposureAlert.AT_50_PERCENT.isReached(owed, limit)
                        ? caps.netExposure(operator, asset)
                        : owed;
        compare(operator, UsageRecord.NO_REF, asset, exposure, limit);
    }

    private void compare(int home, int serving, int asset, Pico exposure, Pico limit) {
        long key = key(home, serving, asset);
        int before = levels.getOrDefault(key, 0);
        int level = 0;
        for (ExposureAlert mark : ExposureAlert.values()) {
            if (mark.isReached(exposure, limit)) {
                level++;
                if (level > before) {
                    pending.add(alert(home, serving, asset, mark, exposure, limit));
                }
            }
        }
        if (level == 0) {
            levels.remove(key);
        } else {
            levels.put(key, level);
        }
    }

    /**
     * @param serving −1 for the net debit cap
     */
    private static long key(long home, int serving, int asset) {
        return (home << OPERATOR_BITS | serving + 1) << ASSET_BITS | asset;
    }

    private ExposureAlerted alert(
            int home, int serving, int asset, ExposureAlert mark, Pico exposure, Pico limit) {
        return new ExposureAlerted(
                names.operators.nameOf(home),
                serving == UsageRecord.NO_REF ? "" : names.operators.nameOf(serving),
                names.assets.nameOf(asset),
                mark,
                exposure,
                limit);
    }

    void digestInto(StateDigest digest) {
        digest.text(levels.toString()).text(pending.toString());
    }

    void saveInto(StateWriter out) {
        out.section("cap alerts").number(levels.size());
        levels.forEach((key, level) -> out.number(key).number(level));
        out.number(pending.size());
        for (ExposureAlerted alert : pending) {
            out.text(alert.operator()).text(alert.servingOperator()).text(alert.asset());
            out.symbol(alert.mark()).amount(alert.exposure()).amount(alert.limit());
        }
    }

    void load(StateReader in) {
        in.section("cap alerts");
        for (int left = in.count(); left > 0; left--) {
            levels.put(in.number(), in.ref());
        }
        pending.addAll(
                in.list(
                        () ->
                                new ExposureAlerted(
                                        in.text(),
                                        in.text(),
                                        in.text(),
                                        in.symbol(ExposureAlert.class),
                                        in.amount(),
                                        in.amount())));
    }
}
