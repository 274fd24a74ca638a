package tallystick.engine;

import java.util.List;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.index.EventPlaces;
import tallystick.engine.index.IndexBehindException;

/**
 * Looks up, on the thread that submits, where the records stand that corrections and voids refer
 * to. The ledger itself no longer knows that of old records whose source numbers them. Only a
 * guess: the ledger checks it, and does without when the index is behind.
 */
final class CorrectedPlaces {

    private final EventPlaces places;

    CorrectedPlaces(EventPlaces places) {
        this.places = places;
    }

    void lookUp(List<UsageRecord> usages) {
        for (UsageRecord usage : usages) {
            if (usage.kind == UsageKind.CORRECTED || usage.kind == UsageKind.VOIDED) {
                usage.correctsPosition = positionOf(usage);
            }
        }
    }

    private long positionOf(UsageRecord usage) {
        if (usage.correctsSource == null || usage.correctsId == null) {
            return -1;
        }
        try {
            return places.find(usage.correctsSource, usage.correctsId).orElse(-1);
        } catch (IndexBehindException | IllegalStateException notNow) {
            return -1;
        }
    }
}
