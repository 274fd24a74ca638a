package tallystick.domain.ledger;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Decides one usage record: a fact, never refused for lack of money and never lost. Writes the
 * outcome into the record and allocates nothing.
 */
final class UsageDecider {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    /** Oldest end of usage that is rated without a second look: 35 days. */
    private static final long OLDEST_NANOS = 35 * DAY_NANOS;

    /** How far a gateway's clock may run ahead: 5 minutes. */
    private static final long AHEAD_NANOS = 300_000_000_000L;

    private UsageDecider() {}

    static void decide(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        usage.clearOutcome();
        usage.recordedEpochNanos = nowEpochNanos;
        int seen = state.identities.find(usage.keyHi, usage.keyLo);
        if (seen != IdentityIndex.ABSENT) {
            boolean same = state.identities.fingerprint(seen) == usage.fingerprint;
            usage.status = same ? UsageStatus.DUPLICATE : UsageStatus.CONFLICT;
            usage.position = state.identities.position(seen);
            return;
        }
        usage.position = state.lastPosition() + 1;
        resolve(usage, state);
        usage.suspense = rate(usage, state, nowEpochNanos);
        boolean accepted = usage.suspense == SuspenseReason.NONE;
        usage.status = accepted ? UsageStatus.ACCEPTED : UsageStatus.SUSPENDED;
        if (accepted) {
            state.wallets.decideDraws(usage, nowEpochNanos);
        } else {
            usage.clearAmounts();
        }
    }

    /** Whether any line of a strict batch conflicts with the ledger or with another line. */
    static boolean conflicts(List<UsageRecord> usages, LedgerState state) {
        record Key(long hi, long lo) {}
        Map<Key, Long> fingerprints = new HashMap<>();
        for (UsageRecord usage : usages) {
            int seen = state.identities.find(usage.keyHi, usage.keyLo);
            if (seen != IdentityIndex.ABSENT
                    && state.identities.fingerprint(seen) != usage.fingerprint) {
                return true;
            }
            Long earlier =
                    fingerprints.putIfAbsent(new Key(usage.keyHi, usage.keyLo), usage.fingerprint);
            if (earlier != null && earlier != usage.fingerprint) {
                return true;
            }
        }
        return false;
    }

    /** Replaces names by the dense numbers they have, and stamps the sequences. */
    private static void resolve(UsageRecord usage, LedgerState state) {
        state.names.resolve(usage);
        usage.jurisdiction = jurisdiction(usage, state);
        if (usage.walletRef != NO_REF) {
            usage.walletSequence = state.wallets.sequence(usage.walletRef) + 1;
        }
        if (usage.jurisdiction != Jurisdiction.UNKNOWN) {
            usage.jurisdictionSequence = state.totals.jurisdictionSequence(usage.jurisdiction) + 1;
        }
    }

    /** As told, else the factory's, else the serving operator's country. */
    private static int jurisdiction(UsageRecord usage, LedgerState state) {
        if (usage.servedIn != null) {
            return Jurisdiction.pack(usage.servedIn);
        }
        int factory = usage.site == null ? NO_REF : state.names.factories.refOf(usage.site);
        if (factory != NO_REF) {
            return state.reference.jurisdictionOf(factory);
        }
        return usage.servingRef == NO_REF
                ? Jurisdiction.UNKNOWN
                : state.reference.countryOf(usage.servingRef);
    }

    /** The first reason not to rate the record, in order of precedence, or NONE and it is rated. */
    private static SuspenseReason rate(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        SuspenseReason unknown = checkFacts(usage, state, nowEpochNanos);
        if (unknown != SuspenseReason.NONE) {
            return unknown;
        }
        boolean roaming = usage.homeRef != usage.servingRef;
        AgreementBook.@Nullable Version agreement =
                roaming
                        ? state.agreements.inForce(
                                usage.homeRef, usage.servingRef, usage.endedEpochNanos)
                        : null;
        if (roaming && agreement == null) {
            return SuspenseReason.UNKNOWN_AGREEMENT;
        }
        SuspenseReason unpriced = priceRetail(usage, state);
        if (unpriced == SuspenseReason.NONE && agreement != null) {
            unpriced = priceWholesale(usage, state, agreement.tariffRef());
        }
        if (unpriced != SuspenseReason.NONE) {
            return unpriced;
        }
        return enterWindow(
                usage,
                state,
                agreement == null ? state.windows.homeModel() : agreement.settlementModelRef());
    }

    private static SuspenseReason checkFacts(
            UsageRecord usage, LedgerState state, long nowEpochNanos) {
        if (usage.endedEpochNanos < nowEpochNanos - OLDEST_NANOS
                || usage.endedEpochNanos > nowEpochNanos + AHEAD_NANOS) {
            return SuspenseReason.OUT_OF_TIME_WINDOW;
        }
        if (usage.walletRef == NO_REF) {
            return SuspenseReason.UNKNOWN_WALLET;
        }
        int tenant = state.wallets.tenant(usage.walletRef);
        if (usage.homeRef != state.wallets.operator(usage.walletRef)
                || !state.names.tenants.nameOf(tenant).equals(usage.tenant)) {
            return SuspenseReason.PARTY_MISMATCH;
        }
        if (usage.servingRef == NO_REF) {
            return SuspenseReason.UNKNOWN_OPERATOR;
        }
        if (usage.modelRef == NO_REF) {
            return SuspenseReason.UNKNOWN_MODEL;
        }
        int factory = usage.site == null ? NO_REF : state.names.factories.refOf(usage.site);
        if (factory != NO_REF && state.reference.jurisdictionOf(factory) != usage.jurisdiction) {
            return SuspenseReason.JURISDICTION_MISMATCH;
        }
        if (!state.wallets.isAllowed(usage.walletRef, usage.jurisdiction)) {
            return SuspenseReason.RESIDENCY_BREACH;
        }
        if (usage.kind != UsageKind.RECORDED) {
            return SuspenseReason.UNSETTLED_REFERENCE;
        }
        return state.totals.hasHeadroom() ? SuspenseReason.NONE : SuspenseReason.AMOUNT_OVERFLOW;
    }

    private static SuspenseReason priceRetail(UsageRecord usage, LedgerState state) {
        TariffVersion version =
                state.tariffs.inForce(state.wallets.tariff(usage.walletRef), usage.endedEpochNanos);
        if (version == null) {
            return SuspenseReason.UNKNOWN_TARIFF;
        }
        if (!price(usage, version, true)) {
            return SuspenseReason.CLASS_NOT_PRICED;
        }
        usage.retailVersionRef = version.ref();
        Accounts accounts = state.accounts;
        boolean fits =
                accounts.hasHeadroom(AccountKind.REVENUE_RETAIL, usage.homeRef, version.assetRef())
                        && accounts.hasHeadroom(state.wallets.walletAccount(usage.walletRef))
                        && accounts.hasHeadroom(state.wallets.shortfallAccount(usage.walletRef));
        return fits ? SuspenseReason.NONE : SuspenseReason.AMOUNT_OVERFLOW;
    }

    private static SuspenseReason priceWholesale(
            UsageRecord usage, LedgerState state, int tariffRef) {
        TariffVersion version = state.tariffs.inForce(tariffRef, usage.endedEpochNanos);
        if (version == null) {
            return SuspenseReason.UNKNOWN_TARIFF;
        }
        if (!price(usage, version, false)) {
            return SuspenseReason.CLASS_NOT_PRICED;
        }
        usage.wholesaleVersionRef = version.ref();
        Accounts accounts = state.accounts;
        int asset = version.assetRef();
        boolean fits =
                accounts.hasHeadroom(AccountKind.COST_WHOLESALE, usage.homeRef, asset)
                        && accounts.hasHeadroom(
                                AccountKind.REVENUE_WHOLESALE, usage.servingRef, asset);
        return fits ? SuspenseReason.NONE : SuspenseReason.AMOUNT_OVERFLOW;
    }

    /**
     * Σ tokens × price over the classes into the record's retail or wholesale amount: exact, less
     * than 2^120, so it cannot overflow. False when a class in use has no price.
     */
    private static boolean price(UsageRecord usage, TariffVersion version, boolean retail) {
        long[] prices = version.prices(usage.modelRef, usage.jurisdiction);
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            long count = usage.tokens[i];
            if (count == 0) {
                continue;
            }
            if (prices[i] == TariffVersion.UNPRICED) {
                return false;
            }
            long productLo = count * prices[i];
            lo += productLo;
            hi += Math.multiplyHigh(count, prices[i]);
            hi += Long.compareUnsigned(lo, productLo) < 0 ? 1 : 0;
        }
        if (usage.totalTokens() > 0 && version.isBelowMinimum(hi, lo)) {
            hi = version.minimumCharge().hi();
            lo = version.minimumCharge().lo();
        }
        if (retail) {
            usage.retailHi = hi;
            usage.retailLo = lo;
        } else {
            usage.wholesaleHi = hi;
            usage.wholesaleLo = lo;
        }
        return true;
    }

    private static SuspenseReason enterWindow(
            UsageRecord usage, LedgerState state, int settlementModelRef) {
        Window window = state.windows.entered(settlementModelRef, usage.endedEpochNanos);
        if (window == null) {
            return SuspenseReason.NO_OPEN_WINDOW;
        }
        usage.windowRef = window.ref;
        usage.late = usage.endedEpochNanos < window.startsAtEpochNanos;
        return SuspenseReason.NONE;
    }
}
