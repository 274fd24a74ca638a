package tallystick.app.api.projections;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;

/**
 * Where a projection stands.
 *
 * @param position last position in the tables or parked; −1 for none
 * @param lag positions of the journal that are not there yet
 * @param state {@code running}, {@code retrying} or {@code stopped}
 * @param parked events that could not be folded
 * @param parkedSequences sequences that are parked with them
 * @param waiting events that wait behind them
 * @param rebuild absent until one was asked for since the node started
 */
@Wire
record ProjectionResource(
        String projection,
        String position,
        long lag,
        String state,
        long parked,
        long parkedSequences,
        long waiting,
        @Nullable Rebuild rebuild) {

    /**
     * The last rebuild.
     *
     * @param state {@code running}, {@code done} or {@code failed}
     * @param position how far the new tables are
     * @param problem why it failed
     */
    @Wire
    record Rebuild(String state, String position, @Nullable String problem) {
        static Rebuild of(RunningRebuild rebuild) {
            return new Rebuild(
                    rebuild.state(), WireText.position(rebuild.position()), rebuild.problem());
        }
    }
}
