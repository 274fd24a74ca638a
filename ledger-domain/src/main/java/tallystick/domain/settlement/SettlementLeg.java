package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One payment of a settled window, from a net debtor to a net creditor.
 *
 * @param leg its number in the window, from 1, in canonical order
 * @param asset what it is counted in
 * @param debtor who pays
 * @param creditor who is paid
 * @param minor minor units, more than 0
 * @param uetr unique end-to-end transaction reference (ISO 20022): a version 4 UUID by form,
 *     derived from window and leg, so that an instruction made again is the same instruction
 */
public record SettlementLeg(
        int leg, String asset, String debtor, String creditor, long minor, String uetr) {

    private static final byte UETR = 0x31;

    /**
     * The payments that bring every position to 0: per asset, debtors in order of name pay
     * creditors in order of name. At most one less than there are positions.
     *
     * @throws IllegalArgumentException when the positions of an asset do not sum to 0
     */
    public static List<SettlementLeg> of(String window, List<NetPosition> positions) {
        SortedMap<String, List<NetPosition>> byAsset = new TreeMap<>();
        positions.forEach(
                position ->
                        byAsset.computeIfAbsent(position.asset(), _ -> new ArrayList<>())
                                .add(position));
        List<SettlementLeg> legs = new ArrayList<>();
        byAsset.values().forEach(ofAsset -> pay(window, ofAsset, legs));
        return List.copyOf(legs);
    }

    private static void pay(String window, List<NetPosition> positions, List<SettlementLeg> legs) {
        List<NetPosition> ordered =
                positions.stream().sorted(Comparator.comparing(NetPosition::operator)).toList();
        List<NetPosition> creditors = ordered.stream().filter(p -> p.minor() > 0).toList();
        int next = 0;
        long left = creditors.isEmpty() ? 0 : creditors.getFirst().minor();
        for (NetPosition debtor : ordered) {
            long owed = Math.negateExact(Math.min(debtor.minor(), 0));
            while (owed > 0) {
                ArgumentCheck.that(next < creditors.size(), "positions", "must sum to 0");
                NetPosition creditor = creditors.get(next);
                long minor = Math.min(owed, left);
                int leg = legs.size() + 1;
                legs.add(
                        new SettlementLeg(
                                leg,
                                debtor.asset(),
                                debtor.operator(),
                                creditor.operator(),
                                minor,
                                uetr(window, leg)));
                owed -= minor;
                left -= minor;
                if (left == 0 && ++next < creditors.size()) {
                    left = creditors.get(next).minor();
                }
            }
        }
        ArgumentCheck.that(next == creditors.size(), "positions", "must sum to 0");
    }

    /** The reference of a window's leg: the same whenever it is asked for. */
    public static String uetr(String window, int leg) {
        byte[] bytes = new Sha256.Fields(UETR).text(window).number(leg).end().bytes();
        bytes[6] = (byte) ((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3F) | 0x80);
        String hex = Sha256.of(bytes).toHex();
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20, 32));
    }
}
