package tallystick.app.api.wallet;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.JournalReads;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Jurisdiction;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.RatingSteps;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.rating.TierLadder;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.index.WalletStep;

/** Re-derives what a usage record cost from the tariff versions and the wallet's own events. */
final class UsageExplanation {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final JournalReads reads;
    private final Names names;
    private final Map<Integer, TariffVersion> versions = new HashMap<>();
    private final Map<TierKey, TierSum> sums = new HashMap<>();

    /** Whose tokens are summed: a wallet's, of one line of a tariff, in one period. */
    private record TierKey(
            int wallet,
            int model,
            String tariff,
            int jurisdiction,
            TokenClass tokenClass,
            long periodStart) {}

    /**
     * Tokens of the records before a position, so that who explains a wallet's records one after
     * the other reads each of them once.
     */
    private record TierSum(long beforePosition, long tokens) {}

    UsageExplanation(JournalReads reads) {
        this.reads = reads;
        names = reads.engine().names();
    }

    /** The steps of the retail amount, tiers as far as the wallet had come in the period. */
    RatingSteps retail(UsageRecord usage) {
        TariffVersion version = version(usage.retailVersionRef);
        return RatingSteps.of(
                usage,
                version,
                usage.retail(),
                (tokenClass, ladder) -> tokensBefore(usage, version, tokenClass, ladder));
    }

    /**
     * The steps of the wholesale amount; null when its price has tiers, which sum over all traffic
     * of the two operators, not over this wallet's.
     */
    @Nullable RatingSteps wholesale(UsageRecord usage) {
        TariffVersion version = version(usage.wholesaleVersionRef);
        return version.isTiered()
                ? null
                : RatingSteps.of(usage, version, usage.wholesale(), (_, _) -> 0);
    }

    /**
     * What the rest beyond the lines is: {@code minimum_charge}, or {@code difference} where the
     * record changes an earlier one or draws on a hold; empty for none.
     *
     * @throws IllegalStateException when there is a rest that nothing explains: the ledger and its
     *     tariff say different things
     */
    String rest(UsageRecord usage, int versionRef, Pico amount, RatingSteps steps) {
        if (steps.rest().isZero()) {
            return "";
        }
        if (usage.refersTo != UsageRecord.NO_REF || usage.hold != null) {
            return "difference";
        }
        if (amount.equals(version(versionRef).minimumCharge())) {
            return "minimum_charge";
        }
        throw new IllegalStateException(
                "the record at position %d cost %s, which its tariff does not say"
                        .formatted(usage.position, amount));
    }

    /** The tariff version of a dense number. */
    TariffVersion version(int ref) {
        return versions.computeIfAbsent(ref, this::build);
    }

    private TariffVersion build(int ref) {
        TariffTerms terms = reads.ledger(state -> state.tariffTerms(ref));
        TariffVersion version = new TariffVersion(ref, 1, names.assets.refOf(terms.asset()), terms);
        for (PriceLine line : terms.prices()) {
            version.price(
                    names.models.refOf(line.model()), Jurisdiction.pack(line.jurisdiction()), line);
        }
        version.seal();
        return version;
    }

    /** Billed tokens of the line in the same period, of the wallet's records before this one. */
    private long tokensBefore(
            UsageRecord usage, TariffVersion version, TokenClass tokenClass, TierLadder ladder) {
        long start = version.tierPeriodStart(usage.ratedAtEpochNanos);
        TierKey key =
                new TierKey(
                        usage.walletRef,
                        usage.modelRef,
                        tariff(usage.retailVersionRef),
                        ladder.jurisdiction(),
                        tokenClass,
                        start);
        TierSum known = sums.get(key);
        TierSum earlier =
                known != null && known.beforePosition() <= usage.position
                        ? known
                        : new TierSum(
                                reads.ask(index -> index.places().firstAt(start - DAY_NANOS)), 0);
        long[] sum = {earlier.tokens()};
        reads.ask(
                index -> {
                    index.wallets()
                            .newestFirst(
                                    usage.walletRef,
                                    earlier.beforePosition(),
                                    usage.position,
                                    step -> {
                                        sum[0] += counted(step, usage, start, tokenClass, ladder);
                                        return true;
                                    });
                    return sum;
                });
        sums.put(key, new TierSum(usage.position, sum[0]));
        return sum[0];
    }

    private long counted(
            WalletStep step,
            UsageRecord usage,
            long periodStart,
            TokenClass tokenClass,
            TierLadder ladder) {
        if (!(step.event() instanceof UsageRecorded run)) {
            return 0;
        }
        UsageRecord earlier = run.records().getFirst();
        if (earlier.status != UsageStatus.ACCEPTED
                || earlier.retailVersionRef == UsageRecord.NO_REF
                || earlier.modelRef != usage.modelRef
                || !tariff(earlier.retailVersionRef).equals(tariff(usage.retailVersionRef))) {
            return 0;
        }
        TariffVersion version = version(earlier.retailVersionRef);
        TierLadder its =
                version.ladder(earlier.modelRef, earlier.jurisdiction, tokenClass.ordinal());
        boolean same =
                its != null
                        && its.jurisdiction() == ladder.jurisdiction()
                        && version.tierPeriodStart(earlier.ratedAtEpochNanos) == periodStart;
        return same ? earlier.billed(tokenClass.ordinal()) : 0;
    }

    private String tariff(int versionRef) {
        String name = names.tariffVersions.nameOf(versionRef);
        return name.substring(0, name.lastIndexOf('@'));
    }
}
