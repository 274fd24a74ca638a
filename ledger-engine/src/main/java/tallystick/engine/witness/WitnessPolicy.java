package tallystick.engine.witness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose cosignatures a log asks for, and how many make a checkpoint count.
 *
 * @param witnesses each with a key of its own
 * @param quorum 0 (nothing waits for them) to as many as there are
 */
public record WitnessPolicy(List<WitnessPeer> witnesses, int quorum) {

    /**
     * @throws IllegalArgumentException when the quorum cannot be reached, or one key is there twice
     */
    public WitnessPolicy {
        witnesses = List.copyOf(witnesses);
        if (quorum < 0 || quorum > witnesses.size()) {
            throw new IllegalArgumentException(
                    "a quorum of " + quorum + " of " + witnesses.size() + " witnesses");
        }
        Set<String> keys = new HashSet<>();
        for (WitnessPeer witness : witnesses) {
            if (!keys.add(witness.key().toString())) {
                throw new IllegalArgumentException(
                        "the witness " + witness.key().name() + " is there twice");
            }
        }
    }

    /**
     * Reads a policy file: {@code <url> <verifier key>} to a line, and {@code quorum N}; lines that
     * begin with {@code #} say nothing.
     *
     * @throws IllegalArgumentException saying which line is none of these
     */
    public static WitnessPolicy parse(String text) {
        List<WitnessPeer> witnesses = new ArrayList<>();
        int quorum = -1;
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.matches("quorum [0-9]{1,3}") && quorum < 0) {
                quorum = Integer.parseInt(line.substring("quorum ".length()));
            } else if (line.startsWith("http")) {
                witnesses.add(WitnessPeer.parse(line));
            } else {
                throw new IllegalArgumentException(
                        "line " + number + " of the witness policy is neither witness nor quorum");
            }
        }
        if (quorum < 0) {
            throw new IllegalArgumentException("the witness policy has no line \"quorum N\"");
        }
        return new WitnessPolicy(witnesses, quorum);
    }
}
