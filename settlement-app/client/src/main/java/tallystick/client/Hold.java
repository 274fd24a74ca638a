package tallystick.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a hold stood right after a message of it.
 *
 * @param sequence of the message, 0 for the opening
 * @param state {@code open}, {@code committed}, {@code released} or {@code expired}
 * @param tariff the version that prices all of it, such as {@code retail-kr@7}
 * @param charged Σ charged so far, null in the answer to the opening
 * @param threshold ask for the next slice when so many of the granted tokens are left
 * @param end {@code terminate} when no further slice can be afforded, else null
 * @param tariffChangeAt when the next tariff version holds for new holds, null when none does
 *     within this one's lifetime
 * @param position of its event in the journal
 */
public record Hold(
        String hold,
        int sequence,
        String state,
        String tariff,
        Granted granted,
        @Nullable Money charged,
        Output threshold,
        Instant validUntil,
        @JsonProperty("final") @Nullable String end,
        @Nullable Instant tariffChangeAt,
        String position) {

    /** What is set aside, and the output tokens that may be generated from here. */
    public record Granted(BigDecimal amount, String asset, long output) {}

    /** An amount. */
    public record Money(BigDecimal amount, String asset) {}

    /** Output tokens. */
    public record Output(long output) {}

    /** Whether generation must end with what is granted. */
    public boolean isLast() {
        return "terminate".equals(end);
    }
}
