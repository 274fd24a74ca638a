package tallystick.domain.ledger;

import java.util.Comparator;

/**
 * What an earlier window left for this one to settle: a line of its own on the pair's statement.
 *
 * @param homeRef the debtor
 * @param servingRef the creditor
 * @param assetRef what it is counted in
 * @param model of the original line
 * @param tariff of the original line
 * @param tariffVersion of the original line
 * @param minor minor units; below 0 is a credit note
 * @param reference what it comes from: a dispute, or a window that was given up
 */
record Adjustment(
        int homeRef,
        int servingRef,
        int assetRef,
        String model,
        String tariff,
        int tariffVersion,
        long minor,
        String reference) {

    /** Of one statement: model, tariff, version, then where they come from. */
    static final Comparator<Adjustment> CANONICAL =
            Comparator.comparing(Adjustment::model)
                    .thenComparing(Adjustment::tariff)
                    .thenComparingInt(Adjustment::tariffVersion)
                    .thenComparing(Adjustment::reference)
                    .thenComparingLong(Adjustment::minor);

    void saveInto(StateWriter out) {
        out.number(homeRef).number(servingRef).number(assetRef).text(model).text(tariff);
        out.number(tariffVersion).number(minor).text(reference);
    }

    static Adjustment load(StateReader in) {
        return new Adjustment(
                in.ref(),
                in.ref(),
                in.ref(),
                in.text(),
                in.text(),
                in.ref(),
                in.number(),
                in.text());
    }
}
