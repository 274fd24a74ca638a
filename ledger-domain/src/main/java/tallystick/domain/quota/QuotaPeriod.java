package tallystick.domain.quota;

/** How long a quota sums. The order is part of the journal's encoding: append only. */
public enum QuotaPeriod {
    SECOND(1_000_000_000L),
    MINUTE(60_000_000_000L),
    HOUR(3_600_000_000_000L),
    DAY(86_400_000_000_000L),
    WEEK(604_800_000_000_000L),
    /** A calendar month in UTC; sliding: 30 days. */
    MONTH(2_592_000_000_000_000L);

    private final long nanos;

    QuotaPeriod(long nanos) {
        this.nanos = nanos;
    }

    /** Length in nanoseconds; of a month, 30 days. */
    public long nanos() {
        return nanos;
    }

    /** The name in JSON, such as {@code minute}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
