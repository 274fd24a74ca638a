package tallystick.domain.settlement;

import java.util.List;

/** What a final window is known by: its approval, every leg, and that every leg was paid whole. */
public final class FinalityCertificate {

    private static final byte FINALITY = 0x34;

    private FinalityCertificate() {}

    /**
     * SHA-256 over window, approved hash, value date and legs.
     *
     * @param approvedHash what was approved, hex
     * @param valueDateEpochDay days since 1970
     * @param legs in canonical order, each confirmed whole
     */
    public static Sha256 of(
            String window, String approvedHash, long valueDateEpochDay, List<SettlementLeg> legs) {
        Sha256.Fields fields = new Sha256.Fields(FINALITY);
        fields.text(window).text(approvedHash).number(valueDateEpochDay).number(legs.size());
        for (SettlementLeg leg : legs) {
            fields.number(leg.leg()).text(leg.asset()).text(leg.debtor()).text(leg.creditor());
            fields.number(leg.minor()).text(leg.uetr());
        }
        return fields.end();
    }
}
