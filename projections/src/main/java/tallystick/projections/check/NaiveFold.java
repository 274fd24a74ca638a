package tallystick.projections.check;

import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;

/** A projection's tables folded the plainest way: one event, one record, one cell at a time. */
interface NaiveFold {

    /** The projection it checks. */
    String projection();

    /** Its tables so far. */
    List<NaiveTable> tables();

    /** Takes in one usage record. */
    void use(UsageRecord usage, long position);

    /** Takes in any other event. */
    void apply(LedgerEvent event, long position, long recordedEpochNanos);
}
