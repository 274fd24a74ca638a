package tallystick.engine.jurisdiction;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.codec.LeafHeader;

/**
 * Checks, with nothing but the log's keys, that a list of a jurisdiction's facts is all that the
 * log signed for: none left out, added, changed or in another order.
 *
 * @param result in one word
 * @param facts how many were read
 * @param jurisdiction whose, empty when it is not known
 * @param reason what is wrong, null when nothing is
 */
public record FactsCheck(Result result, long facts, String jurisdiction, @Nullable String reason) {

    private static final Pattern FACT =
            Pattern.compile(
                    "\\{\"sequence\":([1-9][0-9]{0,17}),\"position\":\"([0-9]{1,18})\","
                            + "\"leaf\":\"([A-Za-z0-9+/]+={0,2})\"\\}");
    private static final Pattern NOTE =
            Pattern.compile("\\{\"note\":\"([A-Za-z0-9+/]+={0,2})\"\\}");

    /** In one word. */
    public enum Result {
        OK,
        TAMPERED,
        INCOMPLETE
    }

    /**
     * Reads what {@code GET /v1/audit/jurisdictions/{jurisdiction}/facts} answered.
     *
     * @param keys verifier keys of the log
     */
    public static FactsCheck run(BufferedReader lines, List<NoteKey> keys) throws IOException {
        MerkleFrontier tree = new MerkleFrontier();
        UsageNumbers used = new UsageNumbers();
        long before = -1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher note = NOTE.matcher(line);
            if (note.matches()) {
                String further = lines.readLine();
                return further == null
                        ? judge(note.group(1), tree, used, keys)
                        : bad(Result.TAMPERED, tree, "there is more behind the note");
            }
            Matcher fact = FACT.matcher(line);
            if (!fact.matches()) {
                return bad(Result.TAMPERED, tree, "line " + (tree.size() + 1) + " is no fact");
            }
            long position = Long.parseLong(fact.group(2));
            byte[] leaf = bytes(fact.group(3));
            String fault = fault(Long.parseLong(fact.group(1)), position, leaf, tree, before);
            if (fault != null) {
                return bad(Result.TAMPERED, tree, fault);
            }
            used.count(leaf);
            tree.append(leaf, 0, leaf.length);
            before = position;
        }
        return bad(Result.INCOMPLETE, tree, "the signed note is missing");
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }

    private static @Nullable String fault(
            long sequence, long position, byte[] leaf, MerkleFrontier tree, long before) {
        if (sequence != tree.size() + 1) {
            return "fact " + (tree.size() + 1) + " is missing: " + sequence + " follows";
        }
        if (position <= before) {
            return "fact " + sequence + " is not behind the one before it";
        }
        if (leaf.length < LeafHeader.MIN_LENGTH
                || LeafHeader.position(new UnsafeBuffer(leaf), 0) != position) {
            return "fact " + sequence + " does not say position " + position + " itself";
        }
        return null;
    }

    private static FactsCheck judge(
            String base64, MerkleFrontier tree, UsageNumbers used, List<NoteKey> keys) {
        Checkpoint said;
        String jurisdiction = "";
        try {
            SignedNote note = SignedNote.parse(bytes(base64));
            said = Checkpoint.parse(note.text());
            for (NoteKey key : keys) {
                if (note.isSignedBy(key)) {
                    jurisdiction = FactsNote.jurisdiction(said.origin(), key.name());
                }
            }
        } catch (ProofFormatException malformed) {
            return bad(Result.TAMPERED, tree, "the note is none: " + malformed.getMessage());
        }
        if (jurisdiction.isEmpty()) {
            return bad(Result.TAMPERED, tree, "the note is signed by no key of the log");
        }
        if (said.size() > tree.size()) {
            return bad(
                    Result.INCOMPLETE,
                    tree,
                    "%d facts are signed, %d are here".formatted(said.size(), tree.size()));
        }
        if (said.size() < tree.size() || !said.root().hex().equals(tree.rootHex())) {
            return bad(Result.TAMPERED, tree, "these are not the facts that were signed");
        }
        long gap = used.firstMissing(jurisdiction);
        if (gap > 0) {
            return bad(
                    Result.TAMPERED,
                    tree,
                    "usage %d of %s is in no fact, though what is signed goes on behind it"
                            .formatted(gap, jurisdiction));
        }
        return new FactsCheck(Result.OK, tree.size(), jurisdiction, null);
    }

    private static FactsCheck bad(Result result, MerkleFrontier tree, String reason) {
        return new FactsCheck(result, tree.size(), "", reason);
    }
}
