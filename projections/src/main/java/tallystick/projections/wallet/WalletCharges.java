package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.fold.RefIndex;
import tallystick.projections.sql.ArrayStatement;

/** By how much usage changes each wallet, by the wallet's number. */
final class WalletCharges {

    private final RefIndex wallets = new RefIndex();
    private final List<String> names = new ArrayList<>();
    private final PicoArray posted = new PicoArray();
    private final PicoArray shortfall = new PicoArray();

    /** posted −= retail − shortfall; shortfall += shortfall. */
    void add(UsageRecord usage, long position) {
        int slot = wallets.slotOf(usage.walletRef);
        if (slot == posted.size()) {
            names.add(usage.wallet);
            posted.add();
            shortfall.add();
        }
        posted.subtract(slot, usage.retailHi, usage.retailLo);
        if ((usage.shortfallHi | usage.shortfallLo) != 0) {
            posted.add(slot, usage.shortfallHi, usage.shortfallLo);
            shortfall.add(slot, usage.shortfallHi, usage.shortfallLo);
        }
        wallets.touch(slot, position);
    }

    /** Rows in order of number: the same order in every batch. */
    void flush(Connection connection, String sql) throws SQLException {
        int[] order = wallets.order();
        try (ArrayStatement update = new ArrayStatement(connection, sql, order.length)) {
            update.ints(i -> wallets.ref(order[i]))
                    .texts(i -> names.get(order[i]))
                    .numbers(i -> posted.get(order[i]))
                    .numbers(i -> shortfall.get(order[i]))
                    .longs(i -> wallets.touched(order[i]))
                    .execute();
        }
    }
}
