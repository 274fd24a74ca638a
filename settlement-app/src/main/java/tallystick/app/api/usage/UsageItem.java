package tallystick.app.api.usage;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.CanonicalJson;
import tallystick.app.api.SortedObject;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.VendorDialect;
import tallystick.domain.usage.VendorUsage;

/** What has been read of the item at hand, reused from item to item; the record alone is new. */
final class UsageItem {

    /** Members that were there, of the event and of its {@code data}. */
    enum Member {
        SPECVERSION,
        ID,
        SOURCE,
        TYPE,
        SUBJECT,
        TIME,
        DATACONTENTTYPE,
        DATA,
        REQUEST_ID,
        MODEL,
        PARTIES,
        USAGE,
        USAGE_RAW,
        HOLD_ID,
        CORRECTS,
        REASON
    }

    /** Most members of one object that are kept and not interpreted. */
    static final int MOST_KEPT = 64;

    UsageRecord usage = new UsageRecord();

    /** Whether the counts are running totals of a stream. */
    boolean cumulative;

    /** Members of the event that are kept and not interpreted; {@link #dataMore} is one of them. */
    final SortedObject more = new SortedObject();

    /** Members of {@code data} that are kept and not interpreted. */
    final SortedObject dataMore = new SortedObject();

    final SortedObject measurement = new SortedObject();
    final SortedObject parties = new SortedObject();
    final SortedObject sovereignty = new SortedObject();
    final SortedObject labels = new SortedObject();

    @Nullable VendorDialect dialect;
    final VendorUsage vendorUsage = new VendorUsage();
    final long[] vendorTokens = new long[TokenClass.COUNT];

    /** The vendor's usage object to the byte, null when none came. */
    byte @Nullable [] evidence;

    private int members;

    void begin() {
        usage = new UsageRecord();
        cumulative = false;
        more.clear();
        dataMore.clear();
        measurement.clear();
        parties.clear();
        sovereignty.clear();
        labels.clear();
        dialect = null;
        evidence = null;
        vendorUsage.clear();
        members = 0;
    }

    void met(Member member) {
        members |= 1 << member.ordinal();
    }

    boolean has(Member member) {
        return (members & (1 << member.ordinal())) != 0;
    }

    /** The kept members as one text, null when there are none. */
    @Nullable String attributes() {
        putIfAny(dataMore, "measurement", measurement);
        putIfAny(dataMore, "parties", parties);
        putIfAny(dataMore, "sovereignty", sovereignty);
        putIfAny(dataMore, "labels", labels);
        putIfAny(more, "data", dataMore);
        return more.isEmpty() ? null : CanonicalJson.write(more);
    }

    private static void putIfAny(SortedObject parent, String name, SortedObject child) {
        if (!child.isEmpty()) {
            parent.put(name, child);
        }
    }
}
