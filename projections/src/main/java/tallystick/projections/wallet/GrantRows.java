package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.GrantTerms;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.ArrayStatement;
import tallystick.projections.sql.Rows;

/** New grants of a unit of work, and what grants lose other than by usage. */
final class GrantRows {

    /** Arrays of arrays do not unnest by row, so the models travel joined: no name has controls. */
    private static final String SEPARATOR = "\u001F";

    private static final String INSERT =
            """
            INSERT INTO wallet_grant
                (grant_ref, grant_name, wallet, asset, kind, priority, amount, remaining,
                 effective_at_epoch_nanos, expires_at_epoch_nanos, applies_to,
                 rollover_share_basis_points, rollover_period_nanos, rollover_times,
                 recorded_epoch_nanos, position)
            SELECT d.ref, d.grant_name, d.wallet, d.asset, d.kind, d.priority, d.amount,
                d.remaining, d.effective_at, d.expires_at, string_to_array(d.models, chr(31)),
                d.share, d.period, d.times, d.recorded, d.position
            FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],
                    ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[], ?::text[], ?::int[],
                    ?::bigint[], ?::int[], ?::bigint[], ?::bigint[])
                AS d(ref, grant_name, wallet, asset, kind, priority, amount, remaining,
                    effective_at, expires_at, models, share, period, times, recorded, position)
            """;

    private static final String LOSE =
            """
            UPDATE wallet_grant AS g
            SET remaining = g.remaining - d.lost, position = greatest(g.position, d.position)
            FROM unnest(?::text[], ?::numeric[], ?::bigint[]) AS d(grant_name, lost, position)
            WHERE g.grant_name = d.grant_name RETURNING g.grant_name, g.wallet
            """;

    private static final GrantTerms.Rollover NO_ROLLOVER = new GrantTerms.Rollover(0, 0, 0);

    private record Issued(
            int ref, GrantTerms terms, Pico remaining, long recordedEpochNanos, long position) {

        GrantTerms.Rollover rollover() {
            GrantTerms.Rollover rollover = terms.rollover();
            return rollover == null ? NO_ROLLOVER : rollover;
        }
    }

    /** What a grant loses, and what part of it the wallet loses: the rest lives on elsewhere. */
    private record Loss(Pico lost, Pico ofWallet, long position) {

        Loss plus(Loss other) {
            return new Loss(
                    lost.plus(other.lost),
                    ofWallet.plus(other.ofWallet),
                    Math.max(position, other.position));
        }
    }

    private record Owner(String grant, String wallet) {}

    private final List<Issued> issued = new ArrayList<>();
    private final SortedMap<String, Loss> losses = new TreeMap<>();

    /** Adds a grant under the next number. */
    void issue(int ref, GrantTerms terms, Pico remaining, long recordedEpochNanos, long position) {
        issued.add(new Issued(ref, terms, remaining, recordedEpochNanos, position));
    }

    /**
     * Takes from a grant.
     *
     * @param lost by how much less is left of it
     * @param ofWallet by how much less is posted in its wallet
     */
    void lose(String grant, Pico lost, Pico ofWallet, long position) {
        losses.merge(grant, new Loss(lost, ofWallet, position), Loss::plus);
    }

    /** Writes new grants, then losses, whose wallets go into the credits. */
    void flush(Connection connection, WalletCredits credits) throws SQLException {
        insert(connection);
        List<Map.Entry<String, Loss>> rows = List.copyOf(losses.entrySet());
        List<Owner> owners;
        try (ArrayStatement update = new ArrayStatement(connection, LOSE, rows.size())) {
            owners =
                    update.texts(i -> rows.get(i).getKey())
                            .numbers(i -> rows.get(i).getValue().lost)
                            .longs(i -> rows.get(i).getValue().position)
                            .read(
                                    row ->
                                            new Owner(
                                                    Rows.text(row, "grant_name"),
                                                    Rows.text(row, "wallet")));
        }
        if (owners.size() != rows.size()) {
            throw new IllegalStateException(
                    "%d of %d grants are known".formatted(owners.size(), rows.size()));
        }
        for (Owner owner : owners) {
            Loss loss = losses.getOrDefault(owner.grant, new Loss(Pico.ZERO, Pico.ZERO, 0));
            credits.post(owner.wallet, loss.ofWallet.negate(), loss.position);
        }
    }

    private void insert(Connection connection) throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, INSERT, issued.size())) {
            insert.ints(i -> issued.get(i).ref)
                    .texts(i -> issued.get(i).terms.grant())
                    .texts(i -> issued.get(i).terms.wallet())
                    .texts(i -> issued.get(i).terms.asset())
                    .texts(i -> issued.get(i).terms.kind().name())
                    .ints(i -> issued.get(i).terms.priority())
                    .numbers(i -> issued.get(i).terms.amount())
                    .numbers(i -> issued.get(i).remaining)
                    .longs(i -> issued.get(i).terms.effectiveAtEpochNanos())
                    .longs(i -> issued.get(i).terms.expiresAtEpochNanos())
                    .texts(i -> String.join(SEPARATOR, issued.get(i).terms.appliesTo()))
                    .ints(i -> issued.get(i).rollover().shareBasisPoints())
                    .longs(i -> issued.get(i).rollover().periodNanos())
                    .ints(i -> issued.get(i).rollover().times())
                    .longs(i -> issued.get(i).recordedEpochNanos)
                    .longs(i -> issued.get(i).position)
                    .execute();
        }
    }
}
