package tallystick.domain;

/**
 * What two operators agreed on for inference roaming, a version of it; never edited.
 *
 * @param agreement its name, such as {@code kr-fr}
 * @param homeOperator who holds the customers and pays
 * @param servingOperator whose factories serve
 * @param interOperatorTariff the serving operator's IOT that prices it
 * @param settlementModel the calendar of windows it settles by
 * @param effectiveFromEpochNanos the first instant at which it holds, nanoseconds since 1970
 */
public record AgreementTerms(
        String agreement,
        String homeOperator,
        String servingOperator,
        String interOperatorTariff,
        String settlementModel,
        long effectiveFromEpochNanos) {}
