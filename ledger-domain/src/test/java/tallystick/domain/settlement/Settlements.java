package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tallystick.domain.money.Pico;

/** Random windows, and new names for the operators in them. */
final class Settlements {

    private static final List<String> ASSETS = List.of("EUR", "JPY", "KWD", "USD");

    private Settlements() {}

    /** Obligations between 2 … 8 operators in 1 … 4 currencies; some are 0, many repeat a pair. */
    static List<Obligation> obligations(SplittableRandom random) {
        int operators = 2 + random.nextInt(7);
        int assets = 1 + random.nextInt(ASSETS.size());
        List<Obligation> result = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            int debtor = random.nextInt(operators);
            int creditor = (debtor + 1 + random.nextInt(operators - 1)) % operators;
            result.add(
                    new Obligation(
                            ASSETS.get(random.nextInt(assets)),
                            "op-" + debtor,
                            "op-" + creditor,
                            Seeded.magnitude(random, 40)));
        }
        return result;
    }

    /** One window in EUR. */
    static GrossMatrix matrix(SplittableRandom random) {
        List<Obligation> inEuro = new ArrayList<>();
        for (Obligation o : obligations(random)) {
            inEuro.add(new Obligation("EUR", o.debtor(), o.creditor(), o.minor()));
        }
        return only(GrossMatrix.perAsset(inEuro));
    }

    static <T> T only(SortedMap<String, T> perAsset) {
        return perAsset.values().iterator().next();
    }

    /** A name whose order is unlike the old one's. */
    static String relabelled(String operator) {
        return new StringBuilder(operator).reverse() + "'";
    }

    static List<Obligation> relabelled(List<Obligation> obligations) {
        List<Obligation> result = new ArrayList<>();
        for (Obligation o : obligations) {
            result.add(
                    new Obligation(
                            o.asset(),
                            relabelled(o.debtor()),
                            relabelled(o.creditor()),
                            o.minor()));
        }
        return result;
    }

    /** The same values under new names. */
    static <V> SortedMap<String, V> relabelledKeys(Map<String, V> map) {
        SortedMap<String, V> result = new TreeMap<>();
        map.forEach((key, value) -> result.put(relabelled(key), value));
        return result;
    }

    static Pico pico(SplittableRandom random, int bits) {
        return Pico.of(Seeded.magnitude(random, bits));
    }
}
