package tallystick.app.api.settlement;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;
import tallystick.domain.settlement.WindowState;

/**
 * A settlement window right after a step.
 *
 * @param state the state the step leads to
 * @param nextWindow the window that opened at the cut-off
 */
@Wire
record StepResource(
        String window,
        String state,
        @Nullable String settlementModel,
        @Nullable String startsAt,
        @Nullable String cutOff,
        @Nullable String nextWindow,
        String position) {

    /** A step that says nothing but where the window stands. */
    static StepResource of(String window, WindowState state, Answer answer) {
        return new StepResource(
                window,
                WireText.word(state),
                null,
                null,
                null,
                null,
                WireText.position(answer.position()));
    }

    static StepResource opened(
            String window, String settlementModel, long startsAtEpochNanos, Answer answer) {
        return new StepResource(
                window,
                WireText.word(WindowState.OPEN),
                settlementModel,
                Rfc3339.format(startsAtEpochNanos),
                null,
                null,
                WireText.position(answer.position()));
    }

    static StepResource cutOff(
            String window, long cutOffEpochNanos, String nextWindow, Answer answer) {
        return new StepResource(
                window,
                WireText.word(WindowState.GRACE),
                null,
                null,
                Rfc3339.format(cutOffEpochNanos),
                nextWindow,
                WireText.position(answer.position()));
    }
}
