package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.ArrayStatement;

/** By how much grants and holds change each wallet, by the wallet's name. */
final class WalletCredits {

    private static final String UPDATE =
            """
            UPDATE wallet_balance AS b
            SET posted = b.posted + d.posted, shortfall = b.shortfall + d.shortfall,
                held = b.held + d.held, position = greatest(b.position, d.position)
            FROM unnest(?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::bigint[])
                AS d(wallet, posted, shortfall, held, position)
            WHERE b.wallet = d.wallet
            """;

    private record Credit(Pico posted, Pico shortfall, Pico held, long position) {

        Credit plus(Credit other) {
            return new Credit(
                    posted.plus(other.posted),
                    shortfall.plus(other.shortfall),
                    held.plus(other.held),
                    Math.max(position, other.position));
        }
    }

    private final SortedMap<String, Credit> credits = new TreeMap<>();

    /** Adds to posted credit. */
    void post(String wallet, Pico amount, long position) {
        add(wallet, new Credit(amount, Pico.ZERO, Pico.ZERO, position));
    }

    /** Adds credit, part of which repays shortfall debt instead. */
    void grant(String wallet, Pico amount, Pico shortfallRepaid, long position) {
        Pico posted = amount.minus(shortfallRepaid);
        add(wallet, new Credit(posted, shortfallRepaid.negate(), Pico.ZERO, position));
    }

    /** Adds to what is set aside. */
    void hold(String wallet, Pico amount, long position) {
        add(wallet, new Credit(Pico.ZERO, Pico.ZERO, amount, position));
    }

    private void add(String wallet, Credit credit) {
        credits.merge(wallet, credit, Credit::plus);
    }

    /** Rows in order of name: the same order in every batch. */
    void flush(Connection connection) throws SQLException {
        List<Map.Entry<String, Credit>> rows = List.copyOf(credits.entrySet());
        try (ArrayStatement update = new ArrayStatement(connection, UPDATE, rows.size())) {
            update.texts(i -> rows.get(i).getKey())
                    .numbers(i -> rows.get(i).getValue().posted)
                    .numbers(i -> rows.get(i).getValue().shortfall)
                    .numbers(i -> rows.get(i).getValue().held)
                    .longs(i -> rows.get(i).getValue().position)
                    .execute();
        }
    }
}
