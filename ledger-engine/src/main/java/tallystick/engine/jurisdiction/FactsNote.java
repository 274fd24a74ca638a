package tallystick.engine.jurisdiction;

import java.io.IOException;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.tlog.LogKeys;

/**
 * A log's word that a jurisdiction has so many facts and no others: a C2SP checkpoint of the tree
 * of its facts, under the origin {@code <origin of the log>/facts/<jurisdiction>}, signed by the
 * log's keys. Two of one size with different roots convict the log like two of its checkpoints.
 */
public final class FactsNote {

    private static final String INFIX = "/facts/";

    private FactsNote() {}

    /** Signs what a jurisdiction has. */
    public static SignedNote sign(JurisdictionFacts facts, LogKeys keys) throws IOException {
        Checkpoint checkpoint =
                new Checkpoint(
                        origin(keys.origin(), facts.jurisdiction()), facts.facts(), facts.root());
        return NoteSigner.note(checkpoint.text(), keys.signers());
    }

    /** The origin of a jurisdiction's tree. */
    public static String origin(String log, String jurisdiction) {
        return log + INFIX + jurisdiction;
    }

    /** The jurisdiction that an origin is of, empty when it is none of that log's. */
    public static String jurisdiction(String origin, String log) {
        return origin.startsWith(log + INFIX) ? origin.substring((log + INFIX).length()) : "";
    }
}
