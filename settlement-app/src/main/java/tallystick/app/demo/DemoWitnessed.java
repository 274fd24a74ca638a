package tallystick.app.demo;

import java.util.List;

/**
 * What the witnesses and the offline verifier said.
 *
 * @param witnesses how many there are, a process each
 * @param quorum how many must cosign
 * @param cosigned how many cosigned the last checkpoint
 * @param refused what was answered to the first issue, before the quorum was there
 * @param bundle the offline verifier's word, {@code ok} when all is as it was written
 * @param events in the bundle
 * @param stateDigest of the ledger that the verifier ran again from the bundle alone
 */
record DemoWitnessed(
        int witnesses,
        int quorum,
        int cosigned,
        String refused,
        String bundle,
        long events,
        String stateDigest) {

    private static final String REFUSED = "409 not-witnessed";

    /**
     * What must hold.
     *
     * @param ledgerDigest the node's own digest of its state
     */
    List<DemoCheck> checks(String ledgerDigest) {
        return List.of(
                new DemoCheck(
                        "no settlement document before the quorum of witnesses",
                        refused.equals(REFUSED),
                        "%d of %d processes; without them: %s"
                                .formatted(quorum, witnesses, refused)),
                new DemoCheck(
                        "the log verifies offline, cosigned, to the same ledger",
                        bundle.equals("ok")
                                && cosigned >= quorum
                                && stateDigest.equals(ledgerDigest),
                        "%,d events, %d cosignatures, %s".formatted(events, cosigned, bundle)));
    }
}
