package tallystick.domain.settlement;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.settlement.Allocation.Share;

/** The published rules by which survivors bear a loss that nothing else covers (§4.6). */
public enum LossSharing {
    /** By what the defaulter owed each after bilateral set-off: who traded with it, bears it. */
    BY_BILATERAL_CLAIM,
    /** By what each is to receive in all: who gains from the window, bears it. */
    BY_NET_CREDIT,
    /** Every survivor alike. */
    EQUALLY;

    /**
     * The survivors' shares.
     *
     * @param debts who owed whom in the window, in the asset of the loss
     * @param defaulter who bears no share
     * @param limitMinor the most a survivor bears, minor units, 0 or more; without limit where it
     *     is not named
     * @throws IllegalArgumentException for a limit below 0
     */
    public SortedMap<String, Share> shares(
            GrossMatrix debts, String defaulter, Map<String, Long> limitMinor) {
        Map<String, Long> limits = ArgumentCheck.amounts("limitMinor", limitMinor);
        BilateralMatrix bilateral = debts.bilateral();
        NetPositions net = debts.multilateral();
        SortedMap<String, Share> shares = new TreeMap<>();
        for (String survivor : net.minor().keySet()) {
            if (!survivor.equals(defaulter)) {
                long weight =
                        switch (this) {
                            case BY_BILATERAL_CLAIM -> bilateral.dueMinor(defaulter, survivor);
                            case BY_NET_CREDIT -> net.minor(survivor);
                            case EQUALLY -> 1;
                        };
                long limit = limits.getOrDefault(survivor, Share.UNLIMITED);
                shares.put(survivor, new Share(Math.max(weight, 0), limit));
            }
        }
        return shares;
    }
}
