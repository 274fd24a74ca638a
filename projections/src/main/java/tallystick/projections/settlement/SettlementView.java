package tallystick.projections.settlement;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowState;
import tallystick.projections.sql.Unread;

/** Settlement windows and their documents, as journaled. */
public final class SettlementView {

    /**
     * A settlement window.
     *
     * @param cutOff T, null while open
     * @param lastSequence last journal position that may be a member, null until fenced
     * @param records members, 0 until sealed
     * @param tokens members' tokens per token class, all 0 until sealed
     * @param merkleRoot null until sealed
     * @param statements how many statements it has, 0 until calculated
     * @param changedAt when its last step was recorded
     * @param position journal position of its last step
     */
    public record Window(
            String window,
            String settlementModel,
            WindowState state,
            Instant startsAt,
            @Nullable Instant cutOff,
            @Nullable Long lastSequence,
            long records,
            List<Long> tokens,
            @Nullable String merkleRoot,
            int statements,
            Instant changedAt,
            long position) {}

    /**
     * A bilateral statement of a window.
     *
     * @param issued whether it was issued to the operators
     * @param position journal position of its last step
     */
    public record WindowStatement(
            String window, Statement statement, boolean issued, long position) {}

    public SettlementView(DataSource dataSource) {}

    /** Every window, in order of opening. */
    public List<Window> windows() {
        return Unread.answer(SettlementView.class);
    }

    /** The window of that name, null when there is none. */
    public @Nullable Window window(String window) {
        return Unread.answer(SettlementView.class);
    }

    /** The statement of that name, null when there is none. */
    public @Nullable WindowStatement statement(String statement) {
        return Unread.answer(SettlementView.class);
    }

    /** The window's statements in canonical order. */
    public List<WindowStatement> statementsOf(String window) {
        return Unread.answer(SettlementView.class);
    }

    /** The window's net positions in canonical order, empty until netted. */
    public List<NetPosition> netPositionsOf(String window) {
        return Unread.answer(SettlementView.class);
    }

    /** What remains per pair in canonical order, empty until netted. */
    public List<BilateralPosition> bilateralOf(String window) {
        return Unread.answer(SettlementView.class);
    }
}
