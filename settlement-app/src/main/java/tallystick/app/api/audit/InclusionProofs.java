package tallystick.app.api.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.Reads;
import tallystick.app.api.Wire;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.TlogProof;
import tallystick.engine.tlog.LogRefusedException;
import tallystick.engine.tlog.TransparencyLog;

/** Proofs that events are in the log; waits up to two seconds for the next checkpoint. */
@Component
final class InclusionProofs {

    private static final long WAIT_MILLIS = 2_000;

    private final TransparencyLog log;

    InclusionProofs(TransparencyLog log) {
        this.log = log;
    }

    /**
     * A proof as JSON has it.
     *
     * @param leafIndex the event's position
     * @param treeSize leaves of the checkpoint's tree
     * @param path hashes from the leaf's sibling up, Base64
     * @param checkpoint the signed note
     */
    @Wire
    record Resource(String leafIndex, String treeSize, List<String> path, String checkpoint) {}

    /** The proof of a position, null when the log does not have it in time. */
    @Nullable TlogProof of(long position) {
        try {
            if (log.await(position + 1, WAIT_MILLIS) == null) {
                return null;
            }
            return log.prove(position);
        } catch (ProofFormatException | LogRefusedException damaged) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** As {@link #of}; 409 instead of nothing. */
    TlogProof require(long position) {
        TlogProof proof = of(position);
        if (proof == null) {
            throw Reads.behind(position);
        }
        return proof;
    }

    /** As JSON. */
    @Nullable Resource resource(long position) {
        TlogProof proof = of(position);
        if (proof == null) {
            return null;
        }
        String[] lines = proof.checkpoint().text().split("\n", -1);
        return new Resource(
                Long.toString(position),
                lines[1],
                proof.path().stream().map(Hash::base64).toList(),
                proof.checkpoint().toString());
    }
}
