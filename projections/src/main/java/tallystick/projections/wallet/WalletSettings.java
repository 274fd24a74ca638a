package tallystick.projections.wallet;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.Pico;

/** What a wallet's owner or operator sets: written in order, one by one. */
final class WalletSettings {

    private interface Write {
        void to(Connection connection) throws SQLException;
    }

    private final List<Write> writes = new ArrayList<>();

    void topUp(String wallet, Pico threshold, Pico amount, long position) {
        writes.add(
                c ->
                        update(
                                c,
                                "top_up_threshold = ?, top_up_amount = ?",
                                wallet,
                                position,
                                decimal(threshold),
                                decimal(amount)));
    }

    void alerts(String wallet, List<Pico> thresholds, long position) {
        Object[] decimals = thresholds.stream().map(WalletSettings::decimal).toArray();
        writes.add(
                c ->
                        update(
                                c,
                                "alert_thresholds = ?",
                                wallet,
                                position,
                                c.createArrayOf("numeric", decimals)));
    }

    void suspend(String wallet, String reason, long position) {
        writes.add(
                c ->
                        update(
                                c,
                                "suspended = ?, suspended_reason = ?",
                                wallet,
                                position,
                                true,
                                reason));
    }

    void resume(String wallet, long position) {
        writes.add(
                c -> update(c, "suspended = ?, suspended_reason = ?", wallet, position, false, ""));
    }

    void flush(Connection connection) throws SQLException {
        for (Write write : writes) {
            write.to(connection);
        }
    }

    private static BigDecimal decimal(Pico amount) {
        return new BigDecimal(amount.toBigInteger());
    }

    private static void update(
            Connection connection,
            String assignments,
            String wallet,
            long position,
            Object... values)
            throws SQLException {
        String sql =
                "UPDATE wallet_balance SET "
                        + assignments
                        + ", position = greatest(position, ?) WHERE wallet = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int bound = 0;
            for (Object value : values) {
                statement.setObject(++bound, value);
            }
            statement.setLong(++bound, position);
            statement.setString(++bound, wallet);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("there is no wallet " + wallet);
            }
        }
    }
}
