package tallystick.domain.ledger;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Decides records that change the books of earlier ones: corrections, voids, what is rated out of
 * suspense, and what a back-dated tariff version re-prices. Only the difference is posted, into the
 * open window; the earlier events stay as they are. Together a chain of records never gives back
 * more tokens than it billed.
 */
final class AmendmentDecider {

    private AmendmentDecider() {}

    /** Settles a correction or void against the record it names; the reason why not, or NONE. */
    static SuspenseReason amend(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        long corrected = state.correctedBy(usage);
        if (corrected < 0) {
            return SuspenseReason.UNSETTLED_REFERENCE;
        }
        long root = state.amendments.rootOf(corrected);
        if (state.suspense.find(root) != null) {
            return usage.kind == UsageKind.VOIDED
                    ? voidSuspended(usage, root, state)
                    : SuspenseReason.UNSETTLED_REFERENCE;
        }
        List<UsageRecord> chain = state.amendments.chain(root);
        if (!isOfSameParties(usage, chain.getFirst())) {
            return SuspenseReason.PARTY_MISMATCH;
        }
        UsageRecord latest = latestReport(chain);
        if (latest.kind == UsageKind.VOIDED) {
            return SuspenseReason.UNSETTLED_REFERENCE;
        }
        usage.refersTo = root;
        usage.ratedAtEpochNanos = chain.getFirst().ratedAtEpochNanos;
        return settle(usage, latest, chain, state, nowEpochNanos);
    }

    private static boolean isOfSameParties(UsageRecord usage, UsageRecord root) {
        return usage.wallet.equals(root.wallet)
                && usage.homeOperator.equals(root.homeOperator)
                && usage.servingOperator.equals(root.servingOperator)
                && usage.model.equals(root.model)
                && Objects.equals(usage.hold, root.hold)
                && usage.jurisdiction == root.jurisdiction;
    }

    /** The last record of the chain that said what was used. */
    private static UsageRecord latestReport(List<UsageRecord> chain) {
        UsageRecord latest = chain.getFirst();
        for (UsageRecord later : chain) {
            latest = later.kind == UsageKind.REPRICED ? latest : later;
        }
        return latest;
    }

    /** Nothing was charged, so nothing is given back; the record no longer waits. */
    private static SuspenseReason voidSuspended(UsageRecord usage, long root, LedgerState state) {
        if (!isOfSameParties(usage, state.amendments.at(root))) {
            return SuspenseReason.PARTY_MISMATCH;
        }
        usage.refersTo = root;
        usage.settles = root;
        usage.billed = new long[TokenClass.COUNT];
        return RatingDecider.enterWindow(usage, state, state.windows.homeModel());
    }

    private static SuspenseReason settle(
            UsageRecord usage,
            UsageRecord latest,
            List<UsageRecord> chain,
            LedgerState state,
            long nowEpochNanos) {
        Hold hold = state.holds.of(usage);
        Charged before = hold == null ? chargedBy(chain) : hold.charged();
        long[] after = before.tokensAfter().clone();
        long[] billed = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            // What a void counts, if it does, is what it takes back, not what remains.
            long remains = usage.kind == UsageKind.VOIDED ? 0 : usage.tokens[i];
            after[i] = Math.max(0, after[i] + remains - latest.tokens[i]);
            billed[i] = after[i] - before.tokensAfter()[i];
        }
        usage.billed = billed;
        Charged charged = new Charged(after, before.retail(), before.wholesale());
        SuspenseReason unrated =
                hold == null
                        ? RatingDecider.rate(usage, charged, state)
                        : HoldUsageDecider.rate(usage, charged, hold, state);
        if (unrated == SuspenseReason.NONE) {
            UsageDecider.charge(usage, null, chain, state, nowEpochNanos);
        }
        return unrated;
    }

    /** What the chain has billed and charged in all. */
    private static Charged chargedBy(List<UsageRecord> chain) {
        long[] tokens = new long[TokenClass.COUNT];
        Pico retail = Pico.ZERO;
        Pico wholesale = Pico.ZERO;
        for (UsageRecord usage : chain) {
            for (int i = 0; i < TokenClass.COUNT; i++) {
                tokens[i] += usage.billed(i);
            }
            retail = retail.plus(usage.retail());
            wholesale = wholesale.plus(usage.wholesale());
        }
        return new Charged(tokens, retail, wholesale);
    }

    /**
     * The record that settles a suspended one, null while it cannot be rated.
     *
     * @param released two persons released it in spite of time and residency
     */
    static @Nullable UsageRecord rerate(
            SuspendedUsage suspended, boolean released, LedgerState state, long nowEpochNanos) {
        boolean automatic =
                suspended.reason() != SuspenseReason.OUT_OF_TIME_WINDOW
                        && suspended.reason() != SuspenseReason.RESIDENCY_BREACH;
        if (!automatic && !released) {
            return null;
        }
        UsageRecord usage =
                ofLedger(
                        state.amendments.at(suspended.position()),
                        "rerate/" + suspended.position(),
                        state,
                        nowEpochNanos);
        usage.settles = suspended.position();
        SuspenseReason unsettled = UsageDecider.checkFacts(usage, state);
        if (unsettled == SuspenseReason.NONE && !released) {
            unsettled = UsageDecider.checkPolicy(usage, state);
        }
        if (unsettled == SuspenseReason.NONE) {
            unsettled = UsageDecider.settleKind(usage, state, nowEpochNanos);
        }
        return accepted(usage, unsettled);
    }

    /**
     * The record that posts the difference to the versions now in force, null when there is none. A
     * hold's price stays pinned, and what tiers have summed is not taken apart again.
     *
     * @param position of an accepted record
     */
    static @Nullable UsageRecord reprice(long position, LedgerState state, long nowEpochNanos) {
        long root = state.amendments.rootOf(position);
        List<UsageRecord> chain = state.amendments.chain(root);
        UsageRecord first = chain.getFirst();
        if (first.status != UsageStatus.ACCEPTED
                || first.retailVersionRef == NO_REF
                || (first.hold != null && state.holds.isKnown(first.hold))
                || isTiered(first, state)) {
            return null;
        }
        String id = "reprice/" + root + "/" + chain.size();
        UsageRecord usage = ofLedger(first, id, state, nowEpochNanos);
        usage.kind = UsageKind.REPRICED;
        Arrays.fill(usage.tokens, 0);
        new UsageIdentity().seal(usage);
        usage.refersTo = root;
        usage.ratedAtEpochNanos = first.ratedAtEpochNanos;
        usage.billed = new long[TokenClass.COUNT];
        SuspenseReason unrated = RatingDecider.rate(usage, chargedBy(chain), state);
        if (unrated == SuspenseReason.NONE) {
            UsageDecider.charge(usage, null, chain, state, nowEpochNanos);
        }
        boolean same = usage.retail().isZero() && usage.wholesale().isZero();
        return same ? null : accepted(usage, unrated);
    }

    private static boolean isTiered(UsageRecord usage, LedgerState state) {
        TariffVersion retail = state.tariffs.version(usage.retailVersionRef);
        return retail.isTiered()
                || (usage.isRoaming()
                        && state.tariffs.version(usage.wholesaleVersionRef).isTiered());
    }

    /** A record of the ledger's own with another's facts, stamped. */
    private static UsageRecord ofLedger(
            UsageRecord facts, String id, LedgerState state, long nowEpochNanos) {
        UsageRecord usage = facts.copyFacts();
        usage.source = UsageRecord.LEDGER_SOURCE;
        usage.id = id;
        new UsageIdentity().seal(usage);
        usage.clearOutcome();
        usage.recordedEpochNanos = nowEpochNanos;
        UsageDecider.stamp(usage, state);
        return usage;
    }

    private static @Nullable UsageRecord accepted(UsageRecord usage, SuspenseReason unsettled) {
        usage.suspense = unsettled;
        usage.status = UsageStatus.ACCEPTED;
        return unsettled == SuspenseReason.NONE ? usage : null;
    }
}
