package tallystick.app.api.usage;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.usage.UsageRecord;

/** A body's items in order: usage records to submit, and those rejected. */
final class UsageBatch {

    private final List<UsageRecord> records = new ArrayList<>();
    private final List<RejectedItem> rejected = new ArrayList<>();

    void add(UsageRecord usage) {
        records.add(usage);
    }

    void reject(RejectedItem item) {
        rejected.add(item);
    }

    /** Items so far, well formed or not. */
    int size() {
        return records.size() + rejected.size();
    }

    /** The well-formed items, sealed with identity and fingerprint, in order. */
    List<UsageRecord> records() {
        return records;
    }

    /** The others, in order. */
    List<RejectedItem> rejected() {
        return rejected;
    }
}
