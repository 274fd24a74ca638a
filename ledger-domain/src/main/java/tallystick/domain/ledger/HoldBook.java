package tallystick.domain.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantShare;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldState;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * Holds by name and by deadline. What is closed is kept for a day, for late commits and repeated
 * messages; after that only that it existed is kept, so that a meter's record which comes later
 * still is not charged a second time.
 */
final class HoldBook {

    static final long NONE = Long.MAX_VALUE;

    private final Names names;
    private final Accounts accounts;
    private final WalletBook wallets;
    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final TreeSet<Hold> open =
            new TreeSet<>(
                    Comparator.comparingLong((Hold h) -> h.validUntilEpochNanos)
                            .thenComparing(h -> h.terms.hold()));
    private final Deque<Hold> closed = new ArrayDeque<>();
    private final IdentityIndex archive = new IdentityIndex();
    private final UsageIdentity identity = new UsageIdentity();

    HoldBook(Names names, Accounts accounts, WalletBook wallets) {
        this.names = names;
        this.accounts = accounts;
        this.wallets = wallets;
    }

    @Nullable Hold find(String name) {
        return holds.get(name);
    }

    /**
     * The hold that a record draws on or changes the charges of, null for none. A record that named
     * it before it was opened stands for itself, and so does what amends that record.
     */
    @Nullable Hold of(UsageRecord usage) {
        Hold hold =
                usage.hold == null || usage.kind == UsageKind.REPRICED
                        ? null
                        : holds.get(usage.hold);
        boolean earlier =
                hold != null
                        && usage.refersTo != UsageRecord.NO_REF
                        && usage.refersTo < hold.exchanges.getFirst().position();
        return earlier ? null : hold;
    }

    /** Whether a hold of that name existed and is no longer kept. */
    boolean isArchived(String name) {
        UsageRecord key = keyOf(name);
        return archive.find(key.keyHi, key.keyLo) != IdentityIndex.ABSENT;
    }

    /** Whether a hold of that name is or was. */
    boolean isKnown(String name) {
        return holds.containsKey(name) || isArchived(name);
    }

    /** The earliest deadline of an open hold, {@link #NONE} when none is open. */
    long nextDeadline() {
        return open.isEmpty() ? NONE : open.getFirst().validUntilEpochNanos;
    }

    /** The open hold whose deadline comes first. */
    Hold next() {
        return open.getFirst();
    }

    Collection<Hold> openHolds() {
        return open;
    }

    int openCount() {
        return open.size();
    }

    void open(Hold hold) {
        holds.put(hold.terms.hold(), hold);
        open.add(hold);
    }

    /** Changes an open hold's deadline. */
    void prolong(Hold hold, long validUntilEpochNanos) {
        open.remove(hold);
        hold.validUntilEpochNanos = validUntilEpochNanos;
        open.add(hold);
    }

    /** Ends a hold and frees what is set aside. */
    void close(Hold hold, HoldState state, long atEpochNanos) {
        open.remove(hold);
        reserve(hold, HoldReservation.NOTHING);
        hold.state = state;
        hold.closedAtEpochNanos = atEpochNanos;
        closed.add(hold);
    }

    /** Forgets all but the names of holds that closed more than a day before. */
    void archive(long nowEpochNanos) {
        while (!closed.isEmpty()
                && nowEpochNanos - closed.getFirst().closedAtEpochNanos >= Hold.LATE_COMMIT_NANOS) {
            Hold hold = closed.removeFirst();
            holds.remove(hold.terms.hold());
            UsageRecord key = keyOf(hold.terms.hold());
            archive.put(key.keyHi, key.keyLo, 0);
        }
    }

    private UsageRecord keyOf(String name) {
        UsageRecord key = new UsageRecord();
        key.source = UsageRecord.HOLD_SOURCE;
        key.id = name;
        identity.identify(key);
        return key;
    }

    /** Sets aside what the reservation says instead of what was, postings included. */
    void reserve(Hold hold, HoldReservation reservation) {
        Pico before = hold.setAside();
        for (HeldShare share : hold.shares) {
            wallets.putBack(share.grant(), share.amount());
        }
        wallets.overdraftSetAside().subtract(hold.wallet, hold.overdraft.hi(), hold.overdraft.lo());
        List<HeldShare> shares = new ArrayList<>();
        for (GrantShare share : reservation.shares()) {
            HeldShare held = new HeldShare(names.grants.refOf(share.grant()), share.amount());
            wallets.setAside(held.grant(), held.amount());
            shares.add(held);
        }
        hold.shares = List.copyOf(shares);
        hold.overdraft = reservation.overdraft();
        hold.wholesaleSetAside = reservation.wholesale();
        wallets.overdraftSetAside().add(hold.wallet, hold.overdraft.hi(), hold.overdraft.lo());
        Pico more = reservation.amount().minus(before);
        accounts.debit(wallets.walletAccount(hold.wallet), more);
        accounts.credit(wallets.heldAccount(hold.wallet), more);
    }

    /** Takes a usage record's charge from what its hold has set aside, and notes what it told. */
    void charge(Hold hold, UsageRecord usage) {
        Pico setAside = usage.setAside();
        if (!setAside.isZero()) {
            consume(hold, usage);
            accounts.debit(wallets.heldAccount(hold.wallet), setAside);
            accounts.credit(wallets.walletAccount(hold.wallet), setAside);
        }
        hold.chargedRetail = hold.chargedRetail.plus(usage.retail());
        hold.chargedWholesale = hold.chargedWholesale.plus(usage.wholesale());
        hold.wholesaleSetAside =
                hold.wholesaleSetAside.minus(
                        hold.wholesaleSetAside.min(positive(usage.wholesale())));
        boolean amends = usage.kind == UsageKind.CORRECTED || usage.kind == UsageKind.VOIDED;
        boolean meter = !amends && !usage.source.equals(UsageRecord.HOLD_SOURCE);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            hold.charged[i] += usage.billed(i);
            if (amends) {
                hold.recorded[i] += usage.billed(i);
                hold.committed[i] += usage.billed(i);
            } else if (meter) {
                hold.recorded[i] = recorded(hold, usage, i);
            }
        }
    }

    private static Pico positive(Pico amount) {
        return amount.isNegative() ? Pico.ZERO : amount;
    }

    /** What the meter has told of a class once the record counts. */
    static long recorded(Hold hold, UsageRecord usage, int tokenClass) {
        return usage.kind == UsageKind.PROGRESS
                ? Math.max(hold.recorded[tokenClass], usage.tokens[tokenClass])
                : hold.recorded[tokenClass] + usage.tokens[tokenClass];
    }

    private void consume(Hold hold, UsageRecord usage) {
        List<HeldShare> left = new ArrayList<>();
        Pico taken = Pico.ZERO;
        for (HeldShare share : hold.shares) {
            Pico part = share.amount().min(drawOn(share.grant(), usage));
            taken = taken.plus(part);
            Pico rest = share.amount().minus(part);
            wallets.putBack(share.grant(), part);
            if (!rest.isZero()) {
                left.add(new HeldShare(share.grant(), rest));
            }
        }
        Pico overdraft = usage.setAside().minus(taken);
        if (overdraft.isNegative() || overdraft.compareTo(hold.overdraft) > 0) {
            throw new IllegalStateException(
                    "record at " + usage.position + " takes more than its hold has set aside");
        }
        hold.shares = List.copyOf(left);
        hold.overdraft = hold.overdraft.minus(overdraft);
        wallets.overdraftSetAside().subtract(hold.wallet, overdraft.hi(), overdraft.lo());
    }

    private static Pico drawOn(int grant, UsageRecord usage) {
        for (int i = 0; i < usage.drawCount; i++) {
            if (usage.drawGrantRef[i] == grant) {
                return positive(new Pico(usage.drawHi[i], usage.drawLo[i]));
            }
        }
        return Pico.ZERO;
    }

    void digestInto(StateDigest digest) {
        digest.number(holds.size());
        holds.values().forEach(hold -> hold.digestInto(digest));
        archive.digestInto(digest);
    }

    /** The holds in order, then the order in which those that are closed will be forgotten. */
    void saveInto(StateWriter out) {
        out.section("holds").number(holds.size());
        for (Hold hold : holds.values()) {
            hold.saveInto(out.flag(open.contains(hold)));
        }
        out.texts(closed.stream().map(hold -> hold.terms.hold()).toList());
        archive.saveInto(out);
    }

    void load(StateReader in, IntFunction<TariffVersion> versions) {
        in.section("holds");
        for (int left = in.count(); left > 0; left--) {
            boolean isOpen = in.flag();
            Hold hold = Hold.load(in, versions);
            holds.put(hold.terms.hold(), hold);
            if (isOpen) {
                open.add(hold);
            }
        }
        for (String name : in.texts()) {
            closed.add(Objects.requireNonNull(holds.get(name), "a closed hold is not kept"));
        }
        archive.load(in);
    }
}
