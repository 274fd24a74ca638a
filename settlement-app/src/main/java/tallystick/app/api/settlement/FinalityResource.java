package tallystick.app.api.settlement;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.settlement.ClosingView.Closing;
import tallystick.projections.settlement.SettlementView.Window;

/**
 * How a window ended, or that it has not.
 *
 * @param certificate SHA-256 over approval and legs, absent until final
 * @param nextWindow where the debts went of a window that was given up
 */
@Wire
record FinalityResource(
        String window,
        String state,
        @Nullable String approvedHash,
        @Nullable String certificate,
        @Nullable String finalisedAt,
        @Nullable String nextWindow,
        @Nullable String reason) {

    static FinalityResource of(Window window, @Nullable Closing closing) {
        String state = WireText.word(window.state());
        return closing == null
                ? new FinalityResource(window.window(), state, null, null, null, null, null)
                : new FinalityResource(
                        window.window(),
                        state,
                        ClosingText.orNull(closing.approvedHash()),
                        ClosingText.orNull(closing.certificate()),
                        ClosingText.timeOrNull(closing.finalisedEpochNanos()),
                        ClosingText.orNull(closing.nextWindow()),
                        ClosingText.orNull(closing.abortReason()));
    }
}
