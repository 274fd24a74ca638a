package tallystick.domain.settlement;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.money.Pico;

/**
 * What an agreement says about one of its periods, one direction of traffic.
 *
 * @param lines the price of each line, by its canonical key
 * @param committed the least charge of the period over all lines (send or pay), 0 for none
 */
public record PeriodTerms(SortedMap<String, LinePricing> lines, Pico committed) {

    /**
     * A period's bill.
     *
     * @param charges the exact charge of every line of the terms
     * @param charged Σ of the charges
     * @param trueUp what the charges lack to the commitment, 0 or more; due once the period is over
     */
    public record Bill(SortedMap<String, Pico> charges, Pico charged, Pico trueUp) {

        public Bill {
            charges = Canonical.sorted(charges);
        }

        /** The charge of a line, 0 for one that is not in the terms. */
        public Pico charge(String line) {
            return charges.getOrDefault(line, Pico.ZERO);
        }

        /** What the period costs once it is over: the larger of charges and commitment. */
        public Pico total() {
            return charged.plus(trueUp);
        }
    }

    /**
     * @throws IllegalArgumentException for a commitment below 0
     */
    public PeriodTerms {
        lines = Canonical.sorted(lines);
        ArgumentCheck.notNegative("committed", committed);
    }

    /**
     * The bill for the period's totals: a pure function of them, whatever came when.
     *
     * @param tokens totals by line; a line without any may be left out
     * @throws IllegalArgumentException when tokens are counted on a line that has no price
     * @throws ArithmeticException when a charge leaves 128 bits of pico-units
     */
    public Bill bill(Map<String, LineTokens> tokens) {
        for (String line : Canonical.sorted(tokens).keySet()) {
            ArgumentCheck.that(
                    lines.containsKey(line), "tokens", "must be on a priced line: " + line);
        }
        SortedMap<String, Pico> charges = new TreeMap<>();
        Pico charged = Pico.ZERO;
        for (Map.Entry<String, LinePricing> line : lines.entrySet()) {
            LineTokens used = tokens.getOrDefault(line.getKey(), LineTokens.NONE);
            Pico charge = line.getValue().charge(used);
            charges.put(line.getKey(), charge);
            charged = charged.plus(charge);
        }
        return new Bill(charges, charged, Commitment.shortfall(committed, charged));
    }

    /**
     * What a window adds to the charges of its period, by line: what is accrued for it. The windows
     * of a period sum to its bill; where a cheaper tier is reached for the whole volume, a window
     * can add less than 0.
     *
     * @param before the period's totals before the window
     * @param inWindow the window's own
     * @throws IllegalArgumentException when tokens are counted on a line that has no price
     * @throws ArithmeticException when a charge leaves 128 bits or a count 63 bits
     */
    public SortedMap<String, Pico> window(
            Map<String, LineTokens> before, Map<String, LineTokens> inWindow) {
        Bill oldBill = bill(before);
        SortedMap<String, Pico> added = new TreeMap<>();
        bill(LineTokens.sum(before, inWindow))
                .charges()
                .forEach((line, charge) -> added.put(line, charge.minus(oldBill.charge(line))));
        return added;
    }
}
