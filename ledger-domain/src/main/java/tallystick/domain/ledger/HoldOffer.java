package tallystick.domain.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantShare;
import tallystick.domain.HoldReservation;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.TokenClass;

/**
 * What a hold is offered: as much of the slice as quotas, caps and credit allow, all legs or none.
 * Tokens not yet used are priced at the highest price they can have.
 *
 * @param refusal why nothing is offered, else null
 * @param reservation what is set aside in all
 * @param outputTokens how many may be generated from here
 * @param isLast credit ends before the slice does
 * @param softQuotas quotas that are exceeded and let it through
 */
record HoldOffer(
        @Nullable Refusal refusal,
        HoldReservation reservation,
        long outputTokens,
        boolean isLast,
        List<String> softQuotas) {

    HoldOffer {
        softQuotas = List.copyOf(softQuotas);
    }

    /** The offer to a hold that opens. */
    static HoldOffer of(Hold hold, long sliceTokens, LedgerState state, long nowEpochNanos) {
        return of(hold, List.of(), sliceTokens, state, nowEpochNanos);
    }

    /**
     * The offer to a hold that goes on.
     *
     * @param used cumulative tokens per class, empty for none
     */
    static HoldOffer of(
            Hold hold, List<Long> used, long sliceTokens, LedgerState state, long nowEpochNanos) {
        return new Asked(hold, used, sliceTokens, state, nowEpochNanos).offer();
    }

    private static HoldOffer refused(Refusal refusal) {
        return new HoldOffer(refusal, HoldReservation.NOTHING, 0, false, List.of());
    }

    private record Asked(
            Hold hold, List<Long> used, long sliceTokens, LedgerState state, long nowEpochNanos) {

        HoldOffer offer() {
            QuotaDemand more = demand();
            Quota full =
                    state.quotas.withoutRoom(QuotaMode.HARD, hold.subject, more, nowEpochNanos);
            if (full != null) {
                return refused(quotaExceeded(full));
            }
            Refusal capped = capped(sliceTokens);
            return capped != null ? refused(capped) : afford(more);
        }

        private HoldOffer afford(QuotaDemand more) {
            Pico limit = hold.setAside().plus(spendable());
            Pico full = cost(hold.retail, sliceTokens, hold.chargedRetail);
            long affordable = full.compareTo(limit) <= 0 ? sliceTokens : affordable(limit);
            boolean indebted =
                    !state.accounts.balance(state.wallets.shortfallAccount(hold.wallet)).isZero();
            if (affordable < 1 || indebted) {
                return refused(insufficient(limit, full));
            }
            return new HoldOffer(
                    null,
                    reservation(
                            cost(hold.retail, affordable, hold.chargedRetail),
                            wholesale(affordable)),
                    affordable,
                    affordable < sliceTokens,
                    state
                            .quotas
                            .allWithoutRoom(QuotaMode.SOFT, hold.subject, more, nowEpochNanos)
                            .stream()
                            .map(quota -> quota.terms().quota())
                            .toList());
        }

        /** Most output tokens whose cost stays within the limit; below 1 for none. */
        private long affordable(Pico limit) {
            long price = hold.slicePrice(hold.retail);
            Pico fixed = sum(hold.retail, 0);
            if (price == 0 || fixed.compareTo(limit) > 0) {
                return 0;
            }
            BigInteger tokens = limit.minus(fixed).toBigInteger().divide(BigInteger.valueOf(price));
            long most = tokens.min(BigInteger.valueOf(sliceTokens)).longValueExact();
            boolean fits = cost(hold.retail, most, hold.chargedRetail).compareTo(limit) <= 0;
            return fits ? most : 0;
        }

        /**
         * What is not charged yet of the usage reported, the input still expected and so many
         * output tokens: at least what the minimum charge leaves to charge.
         */
        private Pico cost(TariffVersion version, long outputTokens, Pico charged) {
            Pico sum = sum(version, outputTokens);
            Pico minimum = version.minimumCharge().minus(charged);
            return sum.compareTo(minimum) < 0 ? minimum : sum;
        }

        private Pico sum(TariffVersion version, long outputTokens) {
            Pico sum = Pico.product(outputTokens, hold.slicePrice(version));
            for (int i = 0; i < TokenClass.COUNT; i++) {
                sum = sum.plus(Pico.product(unbilled(i), hold.highestPrice(version, i)));
            }
            return sum;
        }

        private long unbilled(int tokenClass) {
            long reported = used.isEmpty() ? 0 : used.get(tokenClass);
            long expected =
                    tokenClass <= TokenClass.INPUT_IMAGE.ordinal()
                            ? Math.max(reported, hold.terms.inputTokens().get(tokenClass))
                            : reported;
            return Math.max(0, expected - hold.charged[tokenClass]);
        }

        private Pico wholesale(long outputTokens) {
            return hold.wholesale == null
                    ? Pico.ZERO
                    : cost(hold.wholesale, outputTokens, hold.chargedWholesale);
        }

        private @Nullable Refusal capped(long outputTokens) {
            if (hold.wholesale == null) {
                return null;
            }
            if (hold.exchanges.isEmpty() && state.defaults.isSuspended(hold.home)) {
                return state.caps.inDefault(hold.home);
            }
            Pico more = wholesale(outputTokens).minus(hold.wholesaleSetAside);
            return more.signum() <= 0
                    ? null
                    : state.caps.refusal(hold.home, hold.serving, hold.wholesale.assetRef(), more);
        }

        /** What it would hold more than now, as the quotas count it. */
        private QuotaDemand demand() {
            QuotaDemand now = state.quotas.outstanding(hold);
            long[] tokens = new long[TokenClass.COUNT];
            for (int i = 0; i <= TokenClass.INPUT_IMAGE.ordinal(); i++) {
                tokens[i] = unbilled(i) - now.tokens()[i];
            }
            int open = TokenClass.OUTPUT_TEXT.ordinal();
            tokens[open] = sliceTokens - now.tokens()[open];
            for (int i = open; i <= TokenClass.OUTPUT_AUDIO.ordinal(); i++) {
                tokens[open] += unbilled(i);
            }
            Pico more = cost(hold.retail, sliceTokens, hold.chargedRetail).minus(hold.setAside());
            boolean opens = hold.exchanges.isEmpty();
            return new QuotaDemand(tokens, true, opens ? 1 : 0, more, now.asset());
        }

        private Pico spendable() {
            Pico sum = state.wallets.overdraftRoom(hold.wallet);
            for (int grant : state.wallets.drawOrder(hold.wallet)) {
                if (state.wallets.isDrawable(grant, hold.model, nowEpochNanos)) {
                    sum = sum.plus(state.wallets.free().get(grant));
                }
            }
            return sum;
        }

        /** Keeps what is set aside as far as it is needed, and adds grants in draw order. */
        private HoldReservation reservation(Pico amount, Pico wholesale) {
            List<GrantShare> shares = new ArrayList<>();
            Pico rest = amount;
            for (HeldShare share : hold.shares) {
                rest = rest.minus(add(shares, share.grant(), share.amount().min(rest)));
            }
            Pico overdraft = hold.overdraft.min(rest);
            rest = rest.minus(overdraft);
            for (int grant : state.wallets.drawOrder(hold.wallet)) {
                if (state.wallets.isDrawable(grant, hold.model, nowEpochNanos)) {
                    Pico free = state.wallets.free().get(grant);
                    rest = rest.minus(add(shares, grant, free.min(rest)));
                }
            }
            return new HoldReservation(shares, overdraft.plus(rest), wholesale);
        }

        private Pico add(List<GrantShare> shares, int grant, Pico amount) {
            if (amount.isZero()) {
                return amount;
            }
            String name = state.names.grants.nameOf(grant);
            for (int i = 0; i < shares.size(); i++) {
                if (shares.get(i).grant().equals(name)) {
                    shares.set(i, new GrantShare(name, shares.get(i).amount().plus(amount)));
                    return amount;
                }
            }
            shares.add(new GrantShare(name, amount));
            return amount;
        }

        private Refusal insufficient(Pico available, Pico required) {
            SortedMap<String, String> facts = new TreeMap<>();
            facts.put("available", available.toDecimalString());
            facts.put("required", required.toDecimalString());
            facts.put("asset", state.names.assets.nameOf(hold.retail.assetRef()));
            return new Refusal(
                    RefusalCode.INSUFFICIENT_BALANCE,
                    "wallet",
                    "cannot afford it, or owes for usage beyond its overdraft",
                    facts);
        }

        private Refusal quotaExceeded(Quota quota) {
            SortedMap<String, String> facts = new TreeMap<>();
            facts.put("policy", quota.terms().quota());
            facts.put("window", quota.terms().period().wireName());
            facts.put(
                    "resets_at",
                    Instant.ofEpochSecond(0, quota.resetsAtEpochNanos(nowEpochNanos)).toString());
            return new Refusal(
                    RefusalCode.QUOTA_EXCEEDED,
                    quota.terms().scope().wireName(),
                    "quota " + quota.terms().quota() + " has no room",
                    facts);
        }
    }
}
