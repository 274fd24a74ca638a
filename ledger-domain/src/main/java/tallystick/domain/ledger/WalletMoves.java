package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldReservation;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;

/**
 * Tells of each event, in order, which wallets it concerns and what it moves in them. Of the past
 * it keeps only what later events leave unsaid: whose a grant is and when it expires, whose an open
 * hold is and how much it sets aside. For all wallets what {@link WalletAsOf} is for one.
 */
public final class WalletMoves {

    /** Told of a wallet that an event concerns. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param walletRef the wallet's dense number
         */
        void move(int walletRef, WalletMove move);
    }

    /**
     * An open hold.
     *
     * @param walletRef whose
     * @param held what it sets aside
     * @param deadlineEpochNanos when it expires unless prolonged, nanoseconds since 1970
     */
    public record OpenHold(int walletRef, Pico held, long deadlineEpochNanos) {}

    private final Names names;
    private final Map<String, OpenHold> holds = new TreeMap<>();
    private int[] grantWallets = new int[64];
    private long[] grantExpiries = new long[64];

    /**
     * @param names those of the ledger, as far as the events at least
     */
    public WalletMoves(Names names) {
        this.names = names;
        Arrays.fill(grantWallets, UsageRecord.NO_REF);
    }

    /** What a usage record moves, told before the next event. */
    public void usage(UsageRecord usage, Sink sink) {
        if (usage.walletRef == UsageRecord.NO_REF) {
            return;
        }
        WalletMove move = WalletMove.ofUsage(usage);
        String name = usage.hold;
        OpenHold hold = name == null || move.held().isZero() ? null : holds.get(name);
        if (name != null && hold != null) {
            holds.put(
                    name,
                    new OpenHold(
                            hold.walletRef(),
                            hold.held().plus(move.held()),
                            hold.deadlineEpochNanos()));
        }
        sink.move(usage.walletRef, move);
    }

    /** What an authorisation moves. */
    public void holds(Holds event, long recordedEpochNanos, Sink sink) {
        switch (event) {
            case Holds.HoldOpened e -> {
                int wallet = names.wallets.refOf(e.terms().wallet());
                holds.put(e.hold(), new OpenHold(wallet, Pico.ZERO, e.validUntilEpochNanos()));
                reserve(
                        e.hold(),
                        e.reservation(),
                        e.validUntilEpochNanos(),
                        recordedEpochNanos,
                        sink);
            }
            case Holds.HoldExtended e ->
                    reserve(
                            e.hold(),
                            e.reservation(),
                            e.validUntilEpochNanos(),
                            recordedEpochNanos,
                            sink);
            case Holds.HoldCommitted e -> {
                if (e.last()) {
                    close(e.hold(), false, recordedEpochNanos, sink);
                } else {
                    touch(e.hold(), recordedEpochNanos, sink);
                }
            }
            case Holds.HoldReleased e -> close(e.hold(), false, recordedEpochNanos, sink);
            case Holds.HoldExpired e -> close(e.hold(), true, recordedEpochNanos, sink);
        }
    }

    private void touch(String name, long recorded, Sink sink) {
        OpenHold hold = holds.get(name);
        if (hold != null) {
            sink.move(hold.walletRef(), WalletMove.none(recorded));
        }
    }

    private void reserve(
            String name, HoldReservation reservation, long deadline, long recorded, Sink sink) {
        OpenHold hold = holds.get(name);
        if (hold != null) {
            Pico more = reservation.amount().minus(hold.held());
            holds.put(name, new OpenHold(hold.walletRef(), reservation.amount(), deadline));
            sink.move(hold.walletRef(), held(more, recorded, recorded));
        }
    }

    private void close(String name, boolean expired, long recorded, Sink sink) {
        OpenHold hold = holds.remove(name);
        if (hold != null) {
            long effective = expired ? hold.deadlineEpochNanos() : recorded;
            sink.move(hold.walletRef(), held(hold.held().negate(), recorded, effective));
        }
    }

    private static WalletMove held(Pico more, long recorded, long effective) {
        return new WalletMove(Pico.ZERO, more, Pico.ZERO, recorded, effective);
    }

    /** What happens to a wallet, or to its credit. */
    public void wallets(Wallets event, long recordedEpochNanos, Sink sink) {
        switch (event) {
            case Wallets.WalletOpened e -> none(e.terms().wallet(), recordedEpochNanos, sink);
            case Wallets.GrantExpiring e ->
                    none(
                            names.wallets.nameOf(walletOfGrant(names.grants.refOf(e.grant()))),
                            recordedEpochNanos,
                            sink);
            case Wallets.AutoTopUpSet e -> none(e.wallet(), recordedEpochNanos, sink);
            case Wallets.AlertsSet e -> none(e.wallet(), recordedEpochNanos, sink);
            case Wallets.WalletSuspended e -> none(e.wallet(), recordedEpochNanos, sink);
            case Wallets.WalletResumed e -> none(e.wallet(), recordedEpochNanos, sink);
            case Wallets.GrantIssued e -> {
                GrantTerms terms = e.terms();
                int wallet = keep(terms);
                sink.move(
                        wallet,
                        credit(
                                terms.amount(),
                                e.shortfallRepaid(),
                                terms.effectiveAtEpochNanos(),
                                recordedEpochNanos));
            }
            case Wallets.GrantExpired e -> {
                int grant = names.grants.refOf(e.grant());
                sink.move(
                        walletOfGrant(grant),
                        credit(
                                e.lapsed().negate(),
                                Pico.ZERO,
                                expiryOfGrant(grant),
                                recordedEpochNanos));
                GrantTerms successor = e.successor();
                if (successor != null) {
                    keep(successor);
                }
            }
            case Wallets.GrantVoided e ->
                    sink.move(
                            walletOfGrant(names.grants.refOf(e.grant())),
                            credit(
                                    e.amount().negate(),
                                    Pico.ZERO,
                                    recordedEpochNanos,
                                    recordedEpochNanos));
            case Wallets.CreditTransferred e -> transferred(e, recordedEpochNanos, sink);
        }
    }

    private void none(String wallet, long recorded, Sink sink) {
        sink.move(names.wallets.refOf(wallet), WalletMove.none(recorded));
    }

    private static WalletMove credit(
            Pico amount, Pico shortfallRepaid, long effective, long recorded) {
        return new WalletMove(
                amount.minus(shortfallRepaid),
                Pico.ZERO,
                shortfallRepaid.negate(),
                effective,
                recorded);
    }

    private void transferred(Wallets.CreditTransferred event, long recorded, Sink sink) {
        Pico amount = event.shares().stream().map(s -> s.amount()).reduce(Pico.ZERO, Pico::plus);
        int from = names.wallets.refOf(event.fromWallet());
        int to = names.wallets.refOf(event.toWallet());
        WalletMove given = credit(amount.negate(), Pico.ZERO, recorded, recorded);
        WalletMove taken = credit(amount, event.shortfallRepaid(), recorded, recorded);
        keep(names.grants.refOf(event.transfer()), to, GrantTerms.NEVER);
        if (from == to) {
            sink.move(from, given.and(taken));
        } else {
            sink.move(from, given);
            sink.move(to, taken);
        }
    }

    private int keep(GrantTerms terms) {
        int wallet = names.wallets.refOf(terms.wallet());
        keep(names.grants.refOf(terms.grant()), wallet, terms.expiresAtEpochNanos());
        return wallet;
    }

    // ---- what it keeps, to be written down and read back ----------------------------------------

    /** The grant's wallet and expiry; kept anew, or read back. */
    public void keep(int grantRef, int walletRef, long expiresAtEpochNanos) {
        if (grantRef >= grantWallets.length) {
            int before = grantWallets.length;
            grantWallets = Arrays.copyOf(grantWallets, Math.max(2 * before, grantRef + 1));
            grantExpiries = Arrays.copyOf(grantExpiries, grantWallets.length);
            Arrays.fill(grantWallets, before, grantWallets.length, UsageRecord.NO_REF);
        }
        grantWallets[grantRef] = walletRef;
        grantExpiries[grantRef] = expiresAtEpochNanos;
    }

    /** Reads an open hold back. */
    public void keep(String hold, OpenHold open) {
        holds.put(hold, open);
    }

    /** Open holds by name, in order of name. */
    public Map<String, OpenHold> openHolds() {
        return new TreeMap<>(holds);
    }

    /** Dense numbers of the grants it knows, ascending. */
    public List<Integer> grants() {
        List<Integer> known = new ArrayList<>();
        for (int i = 0; i < grantWallets.length; i++) {
            if (grantWallets[i] != UsageRecord.NO_REF) {
                known.add(i);
            }
        }
        return known;
    }

    /**
     * Whose a grant is.
     *
     * @throws IllegalStateException when no event told of it
     */
    public int walletOfGrant(int grantRef) {
        if (grantRef < 0
                || grantRef >= grantWallets.length
                || grantWallets[grantRef] == UsageRecord.NO_REF) {
            throw new IllegalStateException("no event told of grant number " + grantRef);
        }
        return grantWallets[grantRef];
    }

    /** When a grant expires, nanoseconds since 1970. */
    public long expiryOfGrant(int grantRef) {
        return grantExpiries[grantRef];
    }

    /** An open hold, null when none of that name is open. */
    public @Nullable OpenHold openHold(String hold) {
        return holds.get(hold);
    }
}
