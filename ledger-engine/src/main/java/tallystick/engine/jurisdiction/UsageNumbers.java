package tallystick.engine.jurisdiction;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import tallystick.domain.ledger.Jurisdiction;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.UsageLeaf;

/**
 * The numbers that usage events themselves have per jurisdiction served in: whoever leaves one out
 * of a list leaves a gap in them, whatever it signs.
 */
final class UsageNumbers {

    private final Map<Integer, Long> last = new HashMap<>();
    private final Map<Integer, Long> missing = new HashMap<>();

    /** Takes the next fact's leaf. */
    void count(byte[] leaf) {
        UnsafeBuffer buffer = new UnsafeBuffer(leaf);
        if (!EventDecoder.isUsage(buffer, 0)) {
            return;
        }
        int jurisdiction = UsageLeaf.jurisdiction(buffer, 0);
        long sequence = UsageLeaf.jurisdictionSequence(buffer, 0);
        if (sequence > 0) {
            long before = last.getOrDefault(jurisdiction, 0L);
            if (sequence != before + 1) {
                missing.putIfAbsent(jurisdiction, before + 1);
            }
            last.put(jurisdiction, sequence);
        }
    }

    /** The first number that a jurisdiction's usage does not have, 0 when none is missing. */
    long firstMissing(String jurisdiction) {
        return missing.getOrDefault(Jurisdiction.pack(jurisdiction), 0L);
    }
}
