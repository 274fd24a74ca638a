package tallystick.domain.quota;

/** What a quota sums. The order is part of the journal's encoding: append only. */
public enum QuotaMeasure {
    TOKENS,
    /** Usage records, or holds before their first record. */
    REQUESTS,
    /** Retail charges in one asset. */
    MONEY;

    /** The name in JSON, such as {@code tokens}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
