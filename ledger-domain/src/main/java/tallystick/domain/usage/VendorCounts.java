package tallystick.domain.usage;

import org.jspecify.annotations.Nullable;

/** Reads counts out of a vendor's usage object and keeps the first fault met. */
final class VendorCounts {

    private final VendorUsage usage;
    private @Nullable VendorFault fault;

    VendorCounts(VendorUsage usage) {
        this.usage = usage;
    }

    /** The first fault, null when there was none. */
    @Nullable VendorFault fault() {
        return fault;
    }

    /** The member's count; a fault when it is absent. */
    long required(String path) {
        long count = usage.count(path);
        if (count == VendorUsage.ABSENT) {
            keep(path, "is required by the dialect", false);
        }
        return wellFormed(path, count);
    }

    /** The member's count, 0 when it is absent. */
    long optional(String path) {
        return wellFormed(path, usage.count(path));
    }

    /**
     * {@code whole − part}; a fault on {@code partPath} when the part is more than what is left.
     */
    long less(long whole, long part, String partPath, String wholePath) {
        if (part > whole) {
            keep(partPath, "must not exceed what the other parts leave of " + wholePath, true);
            return 0;
        }
        return whole - part;
    }

    /** A fault unless the member is absent or exactly {@code sum}. */
    void total(String path, long sum, String rule) {
        long total = usage.count(path);
        if (total != VendorUsage.ABSENT && wellFormed(path, total) != sum) {
            keep(path, rule, true);
        }
    }

    private long wellFormed(String path, long count) {
        if (count == VendorUsage.MALFORMED) {
            keep(path, "must be one whole number from 0 to 9007199254740991", false);
        }
        return Math.max(count, 0);
    }

    private void keep(String path, String rule, boolean notAdditive) {
        if (fault == null) {
            fault = new VendorFault(path, rule, notAdditive);
        }
    }
}
