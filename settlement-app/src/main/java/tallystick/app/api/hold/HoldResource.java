package tallystick.app.api.hold;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;
import tallystick.domain.HoldAnswer;

/**
 * The answer to a hold's message.
 *
 * @param granted what is set aside, and how many output tokens may be generated from here
 * @param charged Σ charged through the hold so far, absent in the answer to the opening
 * @param threshold ask for the next slice when so many of the granted tokens are left
 * @param end {@code terminate} when no further slice can be afforded, else null
 * @param tariffChangeAt when the next tariff version takes effect for new holds, absent when none
 *     does within the hold's lifetime
 */
@Wire
record HoldResource(
        String hold,
        int sequence,
        String state,
        String tariff,
        Granted granted,
        @Nullable Charged charged,
        Threshold threshold,
        String validUntil,
        @JsonProperty("final") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String end,
        @Nullable String tariffChangeAt,
        String position) {

    /** What is set aside now, and the output tokens granted. */
    @Wire
    record Granted(String amount, String asset, long output) {}

    /** An amount charged. */
    @Wire
    record Charged(String amount, String asset) {}

    /** Output tokens. */
    @Wire
    record Threshold(long output) {}

    static HoldResource of(Answer answer, HoldAnswer hold) {
        String asset = hold.asset();
        return new HoldResource(
                hold.hold(),
                hold.sequence(),
                hold.state().wireName(),
                hold.tariff(),
                new Granted(hold.reserved().toDecimalString(), asset, hold.grantedOutputTokens()),
                hold.sequence() == 0 ? null : new Charged(hold.charged().toDecimalString(), asset),
                new Threshold(hold.thresholdOutputTokens()),
                Rfc3339.format(hold.validUntilEpochNanos()),
                hold.last() ? "terminate" : null,
                hold.tariffChangeAtEpochNanos() == 0
                        ? null
                        : Rfc3339.format(hold.tariffChangeAtEpochNanos()),
                WireText.position(answer.position()));
    }
}
