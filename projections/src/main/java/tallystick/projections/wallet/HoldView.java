package tallystick.projections.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.HoldState;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.Rows;

/** Holds as of the {@code wallet} projection's position; closed ones are kept for 40 days. */
public final class HoldView {

    /**
     * Where a hold stands.
     *
     * @param tariff retail tariff version pinned, such as {@code retail-kr@7}
     * @param asset what amounts are counted in
     * @param sequence of the last message, 0 after the opening
     * @param reserved set aside now, 0 when closed
     * @param charged Σ retail of its records, late ones included
     * @param closedAt null while it is open
     * @param openedPosition journal position of its opening
     * @param position journal position of the last event that changed it
     */
    public record HoldStatus(
            String hold,
            String wallet,
            String model,
            String factory,
            String tariff,
            String asset,
            HoldState state,
            int sequence,
            Pico reserved,
            Pico charged,
            Instant validUntil,
            Instant openedAt,
            @Nullable Instant closedAt,
            long openedPosition,
            long position) {}

    private static final String HOLD =
            "SELECT h.*, b.asset FROM wallet_hold h JOIN wallet_balance b ON b.wallet = h.wallet ";

    private final DataSource dataSource;

    public HoldView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The hold of that name, null when there is none or it is no longer kept. */
    public @Nullable HoldStatus find(String hold) {
        return Rows.first(dataSource, HoldView::read, HOLD + "WHERE h.hold_name = ?", hold);
    }

    /**
     * A wallet's open holds, oldest first.
     *
     * @param afterPosition {@code openedPosition} of the last one of the page before, −1 for the
     *     first page
     * @param limit most rows, 1 or more
     */
    public List<HoldStatus> openOf(String wallet, long afterPosition, int limit) {
        return Rows.list(
                dataSource,
                HoldView::read,
                HOLD
                        + "WHERE h.wallet = ? AND h.state = 'OPEN' AND h.opened_position > ?"
                        + " ORDER BY h.opened_position LIMIT ?",
                wallet,
                afterPosition,
                limit);
    }

    private static HoldStatus read(ResultSet row) throws SQLException {
        long closedAt = row.getLong("closed_epoch_nanos");
        return new HoldStatus(
                Rows.text(row, "hold_name"),
                Rows.text(row, "wallet"),
                Rows.text(row, "model"),
                Rows.text(row, "factory"),
                Rows.text(row, "tariff"),
                Rows.text(row, "asset"),
                HoldState.valueOf(Rows.text(row, "state")),
                row.getInt("sequence"),
                Rows.pico(row, "reserved"),
                Rows.pico(row, "charged"),
                Rows.instant(row, "valid_until_epoch_nanos"),
                Rows.instant(row, "opened_epoch_nanos"),
                closedAt == 0 ? null : Rows.instant(closedAt),
                row.getLong("opened_position"),
                row.getLong("position"));
    }
}
