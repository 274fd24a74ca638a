package tallystick.domain.rating;

/** Who pays by a tariff. The order is part of the journal's encoding: append only. */
public enum TariffKind {
    /** The home operator's customers. */
    RETAIL,
    /** Another operator: the inter-operator tariff (IOT). */
    INTER_OPERATOR
}
