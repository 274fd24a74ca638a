package tallystick.domain.quota;

/** Whose consumption a quota counts. The order is part of the journal's encoding: append only. */
public enum QuotaScope {
    /** The home operator's customers. */
    OPERATOR,
    TENANT,
    WALLET,
    API_KEY,
    MODEL,
    /** Served in it. */
    JURISDICTION;

    /** The name in JSON, such as {@code api_key}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
