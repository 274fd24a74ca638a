package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.fold.RefIndex;
import tallystick.projections.sql.ArrayStatement;

/** By how much usage draws on each grant, by the grant's number. */
final class GrantDraws {

    private final RefIndex grants = new RefIndex();
    private final PicoArray drawn = new PicoArray();

    void add(UsageRecord usage, long position) {
        for (int i = 0; i < usage.drawCount; i++) {
            int slot = grants.slotOf(usage.drawGrantRef[i]);
            if (slot == drawn.size()) {
                drawn.add();
            }
            drawn.add(slot, usage.drawHi[i], usage.drawLo[i]);
            grants.touch(slot, position);
        }
    }

    /** Rows in order of number: the same order in every batch. */
    void flush(Connection connection, String sql) throws SQLException {
        int[] order = grants.order();
        try (ArrayStatement update = new ArrayStatement(connection, sql, order.length)) {
            update.ints(i -> grants.ref(order[i]))
                    .numbers(i -> drawn.get(order[i]))
                    .longs(i -> grants.touched(order[i]))
                    .execute();
        }
    }
}
