package tallystick.projections.reference;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;

/** Quotas and caps as last set: a few a day, written in order. */
final class LimitRows {

    private static final String SET_QUOTA =
            """
            INSERT INTO limit_quota
                (quota, scope, subject, period, sliding, measure, token_class, asset, quota_limit,
                 burst, mode, recorded_epoch_nanos, position)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (quota) DO UPDATE
            SET scope = excluded.scope, subject = excluded.subject, period = excluded.period,
                sliding = excluded.sliding, measure = excluded.measure,
                token_class = excluded.token_class, asset = excluded.asset,
                quota_limit = excluded.quota_limit, burst = excluded.burst, mode = excluded.mode,
                recorded_epoch_nanos = excluded.recorded_epoch_nanos, position = excluded.position
            """;

    private static final String REMOVE_QUOTA = "DELETE FROM limit_quota WHERE quota = ?";

    private static final String SET_BILATERAL_CAP =
            """
            INSERT INTO limit_bilateral_cap
                (home_operator, serving_operator, asset, cap, recorded_epoch_nanos, position)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (home_operator, serving_operator, asset) DO UPDATE
            SET cap = excluded.cap, recorded_epoch_nanos = excluded.recorded_epoch_nanos,
                position = excluded.position
            """;

    private static final String SET_NET_DEBIT_CAP =
            """
            INSERT INTO limit_net_debit_cap
                (operator, asset, cap, haircut_basis_points, recorded_epoch_nanos, position)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (operator, asset) DO UPDATE
            SET cap = excluded.cap, haircut_basis_points = excluded.haircut_basis_points,
                recorded_epoch_nanos = excluded.recorded_epoch_nanos, position = excluded.position
            """;

    private record Step(LedgerEvent event, long recordedEpochNanos, long position) {}

    private final List<Step> steps = new ArrayList<>();

    void add(Quotas event, long recordedEpochNanos, long position) {
        steps.add(new Step(event, recordedEpochNanos, position));
    }

    void add(Caps event, long recordedEpochNanos, long position) {
        steps.add(new Step(event, recordedEpochNanos, position));
    }

    void flush(Connection connection) throws SQLException {
        for (Step step : steps) {
            if (step.event instanceof Quotas quotas) {
                write(connection, quotas, step);
            } else if (step.event instanceof Caps caps) {
                write(connection, caps, step);
            }
        }
    }

    private static void write(Connection connection, Quotas event, Step step) throws SQLException {
        switch (event) {
            case Quotas.QuotaSet e -> setQuota(connection, e.terms(), step);
            case Quotas.QuotaRemoved e -> write(connection, REMOVE_QUOTA, e.quota());
        }
    }

    private static void write(Connection connection, Caps event, Step step) throws SQLException {
        switch (event) {
            case Caps.BilateralCapSet e ->
                    write(
                            connection,
                            SET_BILATERAL_CAP,
                            e.homeOperator(),
                            e.servingOperator(),
                            e.asset(),
                            decimal(e.cap()),
                            step.recordedEpochNanos,
                            step.position);
            case Caps.ExposureAlerted _ -> {
                // Changes no cap.
            }
            case Caps.NetDebitCapSet e ->
                    write(
                            connection,
                            SET_NET_DEBIT_CAP,
                            e.operator(),
                            e.asset(),
                            decimal(e.cap()),
                            e.haircutBasisPoints(),
                            step.recordedEpochNanos,
                            step.position);
        }
    }

    private static void setQuota(Connection connection, QuotaTerms terms, Step step)
            throws SQLException {
        TokenClass tokenClass = terms.tokenClass();
        write(
                connection,
                SET_QUOTA,
                terms.quota(),
                terms.scope().name(),
                terms.subject(),
                terms.period().name(),
                terms.sliding(),
                terms.measure().name(),
                tokenClass == null ? "" : tokenClass.wireName(),
                terms.asset(),
                decimal(terms.limit()),
                decimal(terms.burst()),
                terms.mode().name(),
                step.recordedEpochNanos,
                step.position);
    }

    private static BigDecimal decimal(Pico amount) {
        return new BigDecimal(amount.toBigInteger());
    }

    private static void write(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("there is no such limit: " + statement);
            }
        }
    }
}
