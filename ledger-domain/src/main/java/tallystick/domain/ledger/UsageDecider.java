package tallystick.domain.ledger;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Decides one usage record: a fact, never refused for lack of money and never lost. Writes the
 * outcome into the record and, for a plain one, allocates nothing.
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
        long first = state.firstOf(usage);
        if (first >= 0) {
            boolean same = state.fingerprintAt(first) == usage.fingerprint;
            usage.status = same ? UsageStatus.DUPLICATE : UsageStatus.CONFLICT;
            usage.position = first;
            return;
        }
        stamp(usage, state);
        usage.suspense = settle(usage, state, nowEpochNanos);
        boolean accepted = usage.suspense == SuspenseReason.NONE;
        usage.status = accepted ? UsageStatus.ACCEPTED : UsageStatus.SUSPENDED;
        if (!accepted) {
            usage.clearAmounts();
        }
    }

    /** Whether any line of a strict batch conflicts with the ledger or with another line. */
    static boolean conflicts(List<UsageRecord> usages, LedgerState state) {
        record Key(long hi, long lo) {}
        Map<Key, Long> fingerprints = new HashMap<>();
        for (UsageRecord usage : usages) {
            long first = state.firstOf(usage);
            if (first >= 0 && state.fingerprintAt(first) != usage.fingerprint) {
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

    /**
     * Gives a record the next position, the dense numbers of its names and the next sequences of
     * its wallet and jurisdiction.
     */
    static void stamp(UsageRecord usage, LedgerState state) {
        usage.position = state.lastPosition() + 1;
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
        if (usage.factoryRef != NO_REF) {
            return state.reference.jurisdictionOf(usage.factoryRef);
        }
        return usage.servingRef == NO_REF
                ? Jurisdiction.UNKNOWN
                : state.reference.countryOf(usage.servingRef);
    }

    /** Rates the record and splits its charge; the reason why not, or NONE. */
    private static SuspenseReason settle(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        if (usage.source.startsWith(UsageRecord.RESERVED_SOURCES)) {
            return SuspenseReason.PARTY_MISMATCH;
        }
        SuspenseReason doubtful = timeWindow(usage, nowEpochNanos);
        if (doubtful == SuspenseReason.NONE) {
            doubtful = checkFacts(usage, state);
        }
        if (doubtful == SuspenseReason.NONE) {
            doubtful = checkPolicy(usage, state);
        }
        if (doubtful != SuspenseReason.NONE) {
            return doubtful;
        }
        return settleKind(usage, state, nowEpochNanos);
    }

    /** Settles a record whose facts are beyond doubt by what it says. */
    static SuspenseReason settleKind(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        return switch (usage.kind) {
            case RECORDED, PROGRESS -> report(usage, state, nowEpochNanos);
            case CORRECTED, VOIDED -> AmendmentDecider.amend(usage, state, nowEpochNanos);
            case REPRICED -> SuspenseReason.UNSETTLED_REFERENCE;
        };
    }

    private static SuspenseReason report(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        String name = usage.hold;
        Hold hold = state.holds.of(usage);
        if (hold != null) {
            return HoldUsageDecider.report(usage, hold, state, nowEpochNanos);
        }
        boolean forgotten = name != null && state.holds.isArchived(name);
        if (usage.kind == UsageKind.PROGRESS || forgotten) {
            return SuspenseReason.UNSETTLED_REFERENCE;
        }
        return settlePlain(usage, state, nowEpochNanos);
    }

    /** Rates and charges a record that stands for itself. */
    static SuspenseReason settlePlain(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        SuspenseReason unrated = RatingDecider.rate(usage, null, state);
        if (unrated == SuspenseReason.NONE) {
            charge(usage, null, List.of(), state, nowEpochNanos);
        }
        return unrated;
    }

    /** Splits a rated record's charge and notes the quotas it goes beyond. */
    static void charge(
            UsageRecord usage,
            @Nullable Hold hold,
            List<UsageRecord> chain,
            LedgerState state,
            long nowEpochNanos) {
        DrawDecider.decide(usage, hold, chain, state, nowEpochNanos);
        if (!state.quotas.isEmpty() && state.quotas.isExceededBy(usage, hold, nowEpochNanos)) {
            usage.alerts |= UsageRecord.ALERT_QUOTA;
        }
    }

    private static SuspenseReason timeWindow(UsageRecord usage, long nowEpochNanos) {
        return usage.endedEpochNanos < nowEpochNanos - OLDEST_NANOS
                        || usage.endedEpochNanos > nowEpochNanos + AHEAD_NANOS
                ? SuspenseReason.OUT_OF_TIME_WINDOW
                : SuspenseReason.NONE;
    }

    /** Whether everything the record names is known and fits together. */
    static SuspenseReason checkFacts(UsageRecord usage, LedgerState state) {
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
        int factory = usage.factoryRef;
        if (factory != NO_REF && state.reference.jurisdictionOf(factory) != usage.jurisdiction) {
            return SuspenseReason.JURISDICTION_MISMATCH;
        }
        return SuspenseReason.NONE;
    }

    /** Whether the policy of the wallet and the sums of the ledger allow it. */
    static SuspenseReason checkPolicy(UsageRecord usage, LedgerState state) {
        if (!state.wallets.isAllowed(usage.walletRef, usage.jurisdiction)) {
            return SuspenseReason.RESIDENCY_BREACH;
        }
        return state.totals.hasHeadroom() ? SuspenseReason.NONE : SuspenseReason.AMOUNT_OVERFLOW;
    }
}
