package tallystick.app.api.trail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * A usage event as a statement has it: without the wallet and what it was charged, which are the
 * home operator's own.
 *
 * @param tokens that the event adds to the line; negative where it takes back
 * @param amount the exact wholesale charge
 * @param late whether its own window was fenced before it came
 * @param refersTo position of the first record of what it corrects
 * @param statement where it is charged
 * @param line of that statement, from 1
 */
@Wire
record UsageResource(
        String position,
        String source,
        String id,
        String endedAt,
        String homeOperator,
        String servingOperator,
        @Nullable String site,
        String model,
        Map<String, Object> tokens,
        String amount,
        boolean late,
        @Nullable String refersTo,
        String window,
        String statement,
        int line) {

    static UsageResource of(UsageRecord usage, String window, String statement, int line) {
        List<Long> tokens = new ArrayList<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            tokens.add(usage.billed(tokenClass.ordinal()));
        }
        return new UsageResource(
                WireText.position(usage.position),
                usage.source,
                usage.id,
                Rfc3339.format(usage.endedEpochNanos),
                usage.homeOperator,
                usage.servingOperator,
                usage.site,
                usage.model,
                WireText.tokens(tokens),
                usage.wholesale().toDecimalString(),
                usage.late,
                usage.refersTo < 0 ? null : WireText.position(usage.refersTo),
                window,
                statement,
                line);
    }
}
