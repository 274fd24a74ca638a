package tallystick.engine.audit;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.proof.NoteKey;
import tallystick.engine.witness.WitnessPeer;
import tallystick.engine.witness.WitnessPolicy;

/**
 * What a verifier trusts, from a file of its own: one verifier key to a line, of logs and of
 * witnesses, what follows it on the line being ignored; and {@code quorum N}, how many witnesses
 * must have cosigned. Lines that begin with {@code #} say nothing.
 *
 * @param logs keys that sign checkpoints
 * @param witnesses keys that cosign them
 * @param quorum 0 when nothing is asked of witnesses
 */
public record TrustedKeys(List<NoteKey> logs, List<NoteKey> witnesses, int quorum) {

    public TrustedKeys {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        if (logs.isEmpty() || quorum < 0 || quorum > witnesses.size()) {
            throw new IllegalArgumentException(
                    "keys: at least one log, and a quorum of 0 to as many witnesses as there are");
        }
    }

    /**
     * The same logs, and the witnesses and the quorum of a policy instead of the file's own.
     *
     * @param policy as a node is told it; where its witnesses are plays no part
     */
    public TrustedKeys with(WitnessPolicy policy) {
        return new TrustedKeys(
                logs, policy.witnesses().stream().map(WitnessPeer::key).toList(), policy.quorum());
    }

    /**
     * Reads such a file.
     *
     * @throws IllegalArgumentException when it is none
     * @throws tallystick.domain.proof.ProofFormatException when a line begins with no key
     */
    public static TrustedKeys parse(String text) {
        List<NoteKey> logs = new ArrayList<>();
        List<NoteKey> witnesses = new ArrayList<>();
        int quorum = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.matches("quorum [0-9]{1,3}")) {
                quorum = Integer.parseInt(line.substring("quorum ".length()));
                continue;
            }
            NoteKey key = NoteKey.parse(line.split(" ", 2)[0]);
            (key.type() == NoteKey.COSIGNS ? witnesses : logs).add(key);
        }
        return new TrustedKeys(logs, witnesses, quorum);
    }
}
