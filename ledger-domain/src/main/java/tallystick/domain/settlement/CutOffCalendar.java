package tallystick.domain.settlement;

/**
 * When windows of a settlement model are cut off. The order is part of the journal's encoding:
 * append only.
 */
public enum CutOffCalendar {
    /** Every day at the model's time of day. */
    DAILY,
    /** The same, on days only that are business days of every currency of the model. */
    BUSINESS_DAILY,
    /** On the first day of every month at the model's time of day. */
    MONTHLY,
    /** At listed instants. */
    CUSTOM
}
