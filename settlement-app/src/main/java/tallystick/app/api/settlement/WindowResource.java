package tallystick.app.api.settlement;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.settlement.SettlementView.Window;

/**
 * A settlement window as the API shows it.
 *
 * @param lastSequence last journal position that may be a member, absent until fenced
 * @param records members, 0 until sealed
 * @param merkleRoot over the members' stored bytes, absent until sealed
 * @param statements how many it has, 0 until calculated
 * @param changedAt when its last step was recorded
 */
@Wire
record WindowResource(
        String window,
        String settlementModel,
        String state,
        String startsAt,
        @Nullable String cutOff,
        @Nullable String lastSequence,
        long records,
        Map<String, Object> tokens,
        @Nullable String merkleRoot,
        int statements,
        String changedAt,
        String position) {

    static WindowResource of(Window row) {
        Long lastSequence = row.lastSequence();
        return new WindowResource(
                row.window(),
                row.settlementModel(),
                WireText.word(row.state()),
                WireText.time(row.startsAt()),
                WireText.timeOrNull(row.cutOff()),
                lastSequence == null ? null : WireText.position(lastSequence),
                row.records(),
                WireText.tokens(row.tokens()),
                row.merkleRoot(),
                row.statements(),
                WireText.time(row.changedAt()),
                WireText.position(row.position()));
    }
}
