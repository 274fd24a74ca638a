package tallystick.domain.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldReservation;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * A wallet's balance on both time axes, from events alone (domain chapter §3.8). Given the events
 * up to a recorded time or position (<em>known at</em>), it tells the balance of any effective time
 * (<em>as of</em>): usage is effective when it ended, what changes usage when that ended, a grant
 * from its effective time, an expiry at its deadline, everything else when it was recorded. Without
 * bound on the effective time it tells what the ledger itself told when it knew as much.
 */
public final class WalletAsOf {

    /**
     * A balance.
     *
     * @param posted Σ credit less debt within the overdraft
     * @param held part of it, or of the overdraft, that is set aside for open holds
     * @param shortfall debt beyond the overdraft
     */
    public record Balance(Pico posted, Pico held, Pico shortfall) {

        /** Nothing posted, nothing held, no debt. */
        public static final Balance ZERO = new Balance(Pico.ZERO, Pico.ZERO, Pico.ZERO);

        /** The sum; {@link ArithmeticException} when it leaves 128 bits. */
        public Balance plus(Balance other) {
            return new Balance(
                    posted.plus(other.posted),
                    held.plus(other.held),
                    shortfall.plus(other.shortfall));
        }

        /** The difference; {@link ArithmeticException} when it leaves 128 bits. */
        public Balance minus(Balance other) {
            return new Balance(
                    posted.minus(other.posted),
                    held.minus(other.held),
                    shortfall.minus(other.shortfall));
        }
    }

    private final String wallet;
    private final NavigableMap<Long, Balance> changes = new TreeMap<>();
    private final Map<String, GrantTerms> grants = new HashMap<>();
    private final Map<String, Pico> held = new HashMap<>();
    private final Map<String, Long> deadlines = new HashMap<>();

    /**
     * @param wallet its name
     */
    public WalletAsOf(String wallet) {
        this.wallet = wallet;
    }

    /**
     * Takes in the next event; those of other wallets are passed over.
     *
     * @param recordedEpochNanos when the sequencer took it in, nanoseconds since 1970
     */
    public void accept(LedgerEvent event, long recordedEpochNanos) {
        switch (event) {
            case UsageRecorded e -> e.records().forEach(this::usage);
            case Wallets e -> wallets(e, recordedEpochNanos);
            case Holds e -> holds(e, recordedEpochNanos);
            case LedgerEvent.Reference _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.RequestAnswered _ -> {
                // They move no wallet's money.
            }
        }
    }

    /**
     * The balance as of an effective time.
     *
     * @param effectiveEpochNanos nanoseconds since 1970; {@link Long#MAX_VALUE} for all that is
     *     known
     */
    public Balance at(long effectiveEpochNanos) {
        Balance sum = Balance.ZERO;
        for (Balance change : changes.headMap(effectiveEpochNanos, true).values()) {
            sum = sum.plus(change);
        }
        return sum;
    }

    private void change(long effective, Pico posted, Pico heldChange, Pico shortfall) {
        changes.merge(effective, new Balance(posted, heldChange, shortfall), Balance::plus);
    }

    private void usage(UsageRecord usage) {
        if (usage.status != UsageStatus.ACCEPTED || !usage.wallet.equals(wallet)) {
            return;
        }
        long effective =
                usage.refersTo == UsageRecord.NO_REF
                        ? usage.endedEpochNanos
                        : usage.ratedAtEpochNanos;
        Pico paid = usage.retail().minus(usage.shortfall());
        change(effective, paid.negate(), Pico.ZERO, usage.shortfall());
        String hold = usage.hold;
        if (hold != null && !usage.setAside().isZero()) {
            hold(hold, usage.setAside().negate(), usage.recordedEpochNanos);
        }
    }

    private void hold(String hold, Pico more, long effective) {
        held.merge(hold, more, Pico::plus);
        change(effective, Pico.ZERO, more, Pico.ZERO);
    }

    private void holds(Holds event, long recorded) {
        switch (event) {
            case Holds.HoldOpened e -> {
                if (e.terms().wallet().equals(wallet)) {
                    held.put(e.hold(), Pico.ZERO);
                    reserve(e.hold(), e.reservation(), e.validUntilEpochNanos(), recorded);
                }
            }
            case Holds.HoldExtended e ->
                    reserve(e.hold(), e.reservation(), e.validUntilEpochNanos(), recorded);
            case Holds.HoldCommitted e -> {
                if (e.last()) {
                    close(e.hold(), recorded);
                }
            }
            case Holds.HoldReleased e -> close(e.hold(), recorded);
            case Holds.HoldExpired e -> close(e.hold(), deadlines.getOrDefault(e.hold(), recorded));
        }
    }

    private void reserve(String hold, HoldReservation reservation, long deadline, long recorded) {
        Pico before = held.get(hold);
        if (before != null) {
            deadlines.put(hold, deadline);
            hold(hold, reservation.amount().minus(before), recorded);
        }
    }

    private void close(String hold, long effective) {
        Pico left = held.get(hold);
        if (left != null) {
            hold(hold, left.negate(), effective);
        }
    }

    private void wallets(Wallets event, long recorded) {
        switch (event) {
            case Wallets.GrantIssued e -> {
                if (e.terms().wallet().equals(wallet)) {
                    grants.put(e.terms().grant(), e.terms());
                    credit(
                            e.terms().amount(),
                            e.shortfallRepaid(),
                            e.terms().effectiveAtEpochNanos());
                }
            }
            case Wallets.GrantExpired e -> {
                GrantTerms terms = grants.get(e.grant());
                GrantTerms successor = e.successor();
                if (terms != null) {
                    change(terms.expiresAtEpochNanos(), e.lapsed().negate(), Pico.ZERO, Pico.ZERO);
                }
                if (terms != null && successor != null) {
                    grants.put(successor.grant(), successor);
                }
            }
            case Wallets.GrantVoided e -> {
                if (grants.containsKey(e.grant())) {
                    change(recorded, e.amount().negate(), Pico.ZERO, Pico.ZERO);
                }
            }
            case Wallets.CreditTransferred e -> transferred(e, recorded);
            case Wallets.WalletOpened _,
                    Wallets.GrantExpiring _,
                    Wallets.AutoTopUpSet _,
                    Wallets.AlertsSet _,
                    Wallets.WalletSuspended _,
                    Wallets.WalletResumed _ -> {
                // They move no money.
            }
        }
    }

    private void credit(Pico amount, Pico shortfallRepaid, long effective) {
        change(effective, amount.minus(shortfallRepaid), Pico.ZERO, shortfallRepaid.negate());
    }

    private void transferred(Wallets.CreditTransferred event, long recorded) {
        Pico amount = Pico.ZERO;
        for (GrantShare share : event.shares()) {
            amount = amount.plus(share.amount());
        }
        if (event.fromWallet().equals(wallet)) {
            change(recorded, amount.negate(), Pico.ZERO, Pico.ZERO);
        }
        if (event.toWallet().equals(wallet)) {
            grants.put(
                    event.transfer(),
                    new GrantTerms(
                            event.transfer(),
                            wallet,
                            amount,
                            event.asset(),
                            GrantKind.PAID,
                            EvolveWallets.TRANSFER_PRIORITY,
                            recorded,
                            GrantTerms.NEVER));
            credit(amount, event.shortfallRepaid(), recorded);
        }
    }
}
