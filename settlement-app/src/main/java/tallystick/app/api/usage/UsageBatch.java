package tallystick.app.api.usage;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ingest.rule.UsageFaults.Fault;

/** A body's items in order: usage records to submit, and those rejected. */
final class UsageBatch {

    private final List<UsageRecord> records = new ArrayList<>();
    private final List<RejectedItem> rejected = new ArrayList<>();

    /** What vendors said, by record. */
    private final IdentityHashMap<UsageRecord, byte[]> objects = new IdentityHashMap<>(0);

    /**
     * @param object the vendor's usage object that came with it, null for none
     */
    void add(UsageRecord usage, byte @Nullable [] object) {
        records.add(usage);
        if (object != null) {
            objects.put(usage, object);
        }
    }

    void reject(RejectedItem item) {
        rejected.add(item);
    }

    /** Moves records that the caller may not write to the rejected ones, in their places. */
    void rejectWhatIsNotOwn(Access access) {
        List<@Nullable Fault> faults = access.judge(records);
        if (faults.stream().allMatch(Objects::isNull)) {
            return;
        }
        List<UsageRecord> own = new ArrayList<>();
        List<RejectedItem> all = new ArrayList<>();
        int nextRejected = 0;
        for (int i = 0; i < records.size(); i++) {
            while (nextRejected < rejected.size()
                    && rejected.get(nextRejected).index() == own.size() + all.size()) {
                all.add(rejected.get(nextRejected++));
            }
            Fault fault = faults.get(i);
            if (fault == null) {
                own.add(records.get(i));
            } else {
                all.add(new RejectedItem(own.size() + all.size(), problem(fault)));
            }
        }
        all.addAll(rejected.subList(nextRejected, rejected.size()));
        records.clear();
        records.addAll(own);
        rejected.clear();
        rejected.addAll(all);
    }

    private static ProblemDocument problem(Fault fault) {
        return ProblemDocument.of(
                ProblemCode.NOT_FOUND,
                fault.field() + " " + fault.rule(),
                List.of(new InvalidParam(fault.field(), fault.rule())));
    }

    /** Items so far, well formed or not. */
    int size() {
        return records.size() + rejected.size();
    }

    /** The well-formed items, sealed with identity and fingerprint, in order. */
    List<UsageRecord> records() {
        return records;
    }

    /** What vendors said about the records that are in the ledger now, or were before. */
    List<byte[]> evidence() {
        if (objects.isEmpty()) {
            return List.of();
        }
        return records.stream()
                .filter(usage -> usage.status != UsageStatus.CONFLICT)
                .map(objects::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The others, in order. */
    List<RejectedItem> rejected() {
        return rejected;
    }
}
