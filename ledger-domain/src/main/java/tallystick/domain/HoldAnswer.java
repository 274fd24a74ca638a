package tallystick.domain;

import tallystick.domain.money.Pico;

/**
 * What the owner of a hold is told after each message; a repeated message is told the same again.
 *
 * @param hold its name
 * @param sequence of the message answered; 0 is the opening
 * @param state where the hold stands after it
 * @param tariff the retail tariff version pinned when it opened, such as {@code retail-kr@7}
 * @param asset what amounts are counted in
 * @param reserved amount set aside for it now
 * @param charged Σ charged through it so far
 * @param grantedOutputTokens output tokens that may be generated from here; less than asked when
 *     credit ends
 * @param thresholdOutputTokens ask for the next slice when so many are left of the granted ones
 * @param validUntilEpochNanos when it expires unless extended, nanoseconds since 1970
 * @param last no further slice can be afforded: stop when the granted tokens are used
 * @param tariffChangeAtEpochNanos when the tariff's next version takes effect for new holds, 0 when
 *     none does within its lifetime
 */
public record HoldAnswer(
        String hold,
        int sequence,
        HoldState state,
        String tariff,
        String asset,
        Pico reserved,
        Pico charged,
        long grantedOutputTokens,
        long thresholdOutputTokens,
        long validUntilEpochNanos,
        boolean last,
        long tariffChangeAtEpochNanos) {}
