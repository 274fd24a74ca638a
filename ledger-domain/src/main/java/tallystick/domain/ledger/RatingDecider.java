package tallystick.domain.ledger;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.rating.TierLadder;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Rates one usage record at both tariffs and finds its window. Exact: Σ tokens × integer price;
 * nothing is rounded. Allocates nothing for a plain record at flat prices.
 */
final class RatingDecider {

    private RatingDecider() {}

    /**
     * Rates at the versions in force at {@link UsageRecord#ratedAtEpochNanos}; the first reason why
     * not, in order of precedence, or NONE.
     */
    static SuspenseReason rate(UsageRecord usage, @Nullable Charged charged, LedgerState state) {
        boolean roaming = usage.homeRef != usage.servingRef;
        AgreementBook.@Nullable Version agreement = null;
        TariffVersion wholesale = null;
        if (roaming) {
            agreement =
                    state.agreements.inForce(
                            usage.homeRef, usage.servingRef, usage.ratedAtEpochNanos);
            if (agreement == null) {
                return SuspenseReason.UNKNOWN_AGREEMENT;
            }
            wholesale = state.tariffs.inForce(agreement.tariffRef(), usage.ratedAtEpochNanos);
        }
        TariffVersion retail =
                state.tariffs.inForce(
                        state.wallets.tariff(usage.walletRef), usage.ratedAtEpochNanos);
        if (retail == null || (roaming && wholesale == null)) {
            return SuspenseReason.UNKNOWN_TARIFF;
        }
        SuspenseReason unpriced = rateAt(usage, charged, retail, wholesale, state);
        return unpriced == SuspenseReason.NONE
                ? enterWindow(usage, state, settlementModel(agreement, state))
                : unpriced;
    }

    /** The settlement model of the pair; home traffic has that of the first window. */
    static int settlementModel(AgreementBook.@Nullable Version agreement, LedgerState state) {
        return agreement == null ? state.windows.homeModel() : agreement.settlementModelRef();
    }

    /** Rates at given versions. */
    static SuspenseReason rateAt(
            UsageRecord usage,
            @Nullable Charged charged,
            TariffVersion retail,
            @Nullable TariffVersion wholesale,
            LedgerState state) {
        if (!priceRetail(usage, charged, retail, state)
                || (wholesale != null && !priceWholesale(usage, charged, wholesale, state))) {
            return SuspenseReason.CLASS_NOT_PRICED;
        }
        return hasHeadroom(usage, retail, wholesale, state)
                ? SuspenseReason.NONE
                : SuspenseReason.AMOUNT_OVERFLOW;
    }

    private static boolean hasHeadroom(
            UsageRecord usage,
            TariffVersion retail,
            @Nullable TariffVersion wholesale,
            LedgerState state) {
        Accounts accounts = state.accounts;
        int wallet = usage.walletRef;
        boolean fits =
                accounts.hasHeadroom(AccountKind.REVENUE_RETAIL, usage.homeRef, retail.assetRef())
                        && accounts.hasHeadroom(state.wallets.walletAccount(wallet))
                        && accounts.hasHeadroom(state.wallets.shortfallAccount(wallet));
        if (wholesale == null) {
            return fits;
        }
        int asset = wholesale.assetRef();
        return fits
                && accounts.hasHeadroom(AccountKind.COST_WHOLESALE, usage.homeRef, asset)
                && accounts.hasHeadroom(AccountKind.REVENUE_WHOLESALE, usage.servingRef, asset);
    }

    private static boolean priceRetail(
            UsageRecord usage,
            @Nullable Charged charged,
            TariffVersion version,
            LedgerState state) {
        usage.retailVersionRef = version.ref();
        return version.isTiered()
                ? priceTiered(usage, charged, version, true, state)
                : priceFlat(usage, charged, version, true);
    }

    private static boolean priceWholesale(
            UsageRecord usage,
            @Nullable Charged charged,
            TariffVersion version,
            LedgerState state) {
        usage.wholesaleVersionRef = version.ref();
        return version.isTiered()
                ? priceTiered(usage, charged, version, false, state)
                : priceFlat(usage, charged, version, false);
    }

    /**
     * Σ tokens × price over the classes, at least the minimum charge, less what was charged before:
     * exact, each sum less than 2^120. False when a class in use has no price.
     */
    private static boolean priceFlat(
            UsageRecord usage, @Nullable Charged charged, TariffVersion version, boolean retail) {
        long[] prices = version.prices(usage.modelRef, usage.jurisdiction);
        long[] tokens = charged == null ? usage.tokens : charged.tokensAfter();
        long hi = 0;
        long lo = 0;
        boolean any = false;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            long count = tokens[i];
            if (count == 0) {
                continue;
            }
            if (prices[i] == TariffVersion.UNPRICED) {
                return false;
            }
            any = true;
            long productLo = count * prices[i];
            lo += productLo;
            hi += Math.multiplyHigh(count, prices[i]);
            hi += Long.compareUnsigned(lo, productLo) < 0 ? 1 : 0;
        }
        if (any && version.isBelowMinimum(hi, lo)) {
            hi = version.minimumCharge().hi();
            lo = version.minimumCharge().lo();
        }
        if (charged == null) {
            write(usage, hi, lo, retail);
        } else {
            write(usage, new Pico(hi, lo).minus(before(charged, retail)), retail);
        }
        return true;
    }

    private static Pico before(Charged charged, boolean retail) {
        return retail ? charged.retail() : charged.wholesale();
    }

    /** Σ over the classes of what the billed tokens add to their period. */
    private static boolean priceTiered(
            UsageRecord usage,
            @Nullable Charged charged,
            TariffVersion version,
            boolean retail,
            LedgerState state) {
        long[] prices = version.prices(usage.modelRef, usage.jurisdiction);
        long[] tokens = charged == null ? usage.tokens : charged.tokensAfter();
        long payer =
                retail
                        ? TierBook.retailPayer(usage.walletRef)
                        : TierBook.wholesalePayer(usage.homeRef, usage.servingRef);
        Pico sum = Pico.ZERO;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            if (tokens[i] > 0 && prices[i] == TariffVersion.UNPRICED) {
                return false;
            }
            TierLadder ladder = version.ladder(usage.modelRef, usage.jurisdiction, i);
            if (ladder != null) {
                sum = sum.plus(state.tiers.difference(usage, version, payer, ladder, i));
            } else if (usage.billed(i) != 0) {
                sum = sum.plus(Pico.product(usage.billed(i), prices[i]));
            }
        }
        write(usage, sum, retail);
        return true;
    }

    private static void write(UsageRecord usage, Pico amount, boolean retail) {
        write(usage, amount.hi(), amount.lo(), retail);
    }

    private static void write(UsageRecord usage, long hi, long lo, boolean retail) {
        if (retail) {
            usage.retailHi = hi;
            usage.retailLo = lo;
        } else {
            usage.wholesaleHi = hi;
            usage.wholesaleLo = lo;
        }
    }

    /**
     * What changes an earlier record lands in the open window, everything else where its end of
     * usage belongs.
     */
    static SuspenseReason enterWindow(
            UsageRecord usage, LedgerState state, int settlementModelRef) {
        Window window =
                usage.refersTo == NO_REF
                        ? state.windows.entered(settlementModelRef, usage.endedEpochNanos)
                        : state.windows.open(settlementModelRef);
        if (window == null) {
            return SuspenseReason.NO_OPEN_WINDOW;
        }
        usage.windowRef = window.ref;
        usage.late = usage.endedEpochNanos < window.startsAtEpochNanos;
        return SuspenseReason.NONE;
    }
}
