package tallystick.engine.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults.Fault;

/** Whoever sends records over a connection. One connection's reader asks at a time. */
public interface IngestWriter {

    /** Who it is, as the journal names actors. */
    String actor();

    /** Whether it still may send; false once its credential was taken back or has expired. */
    boolean isGood();

    /** Why records may not be written by it, one entry a record, null for those that may. */
    List<@Nullable Fault> judge(List<UsageRecord> records);
}
