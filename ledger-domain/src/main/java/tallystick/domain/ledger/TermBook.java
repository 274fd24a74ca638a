package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.TermsEvent.TermsApplied;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.LinePricing;
import tallystick.domain.settlement.LineTokens;
import tallystick.domain.settlement.PeriodTerms;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * Agreements with conditions: what each term came to so far, and the sums of windows that are not
 * calculated yet. Where no agreement has conditions, a roaming record costs one comparison.
 */
final class TermBook {

    /** A version of an agreement with its conditions, and what it came to. */
    static final class Term {
        final int ref;
        final ConditionsAgreed agreed;
        final int homeRef;
        final int servingRef;
        final int settlementModelRef;
        final String asset;

        /** When another version of the agreement takes over. */
        private long supersededAtEpochNanos = Long.MAX_VALUE;

        /** What calculated windows charged by the tariff. */
        Pico usage = Pico.ZERO;

        /** Tokens of calculated windows, by the discount's line; a count below 0 is none. */
        final SortedMap<String, long[]> tokens = new TreeMap<>();

        Pico accrued = Pico.ZERO;
        boolean isTruedUp;

        Term(int ref, ConditionsAgreed agreed, String asset, Names names) {
            this.ref = ref;
            this.agreed = agreed;
            this.asset = asset;
            homeRef = names.operators.refOf(agreed.terms().homeOperator());
            servingRef = names.operators.refOf(agreed.terms().servingOperator());
            settlementModelRef = names.settlementModels.refOf(agreed.terms().settlementModel());
        }

        AgreementConditions conditions() {
            return agreed.conditions();
        }

        private boolean covers(long atEpochNanos) {
            return agreed.conditions().covers(atEpochNanos)
                    && agreed.terms().effectiveFromEpochNanos() <= atEpochNanos
                    && atEpochNanos < supersededAtEpochNanos;
        }

        /** The discounts, priced as the lines of a period. */
        PeriodTerms discounts() {
            SortedMap<String, LinePricing> lines = new TreeMap<>();
            conditions().discounts().forEach(d -> lines.put(d.line(), d.perToken()));
            return new PeriodTerms(lines, Pico.ZERO);
        }

        /** Tokens so far, with those of a window. */
        SortedMap<String, LineTokens> tokensWith(SortedMap<String, long[]> more) {
            SortedMap<String, LineTokens> sums = new TreeMap<>();
            for (AgreementConditions.Discount discount : conditions().discounts()) {
                long[] before = tokens.getOrDefault(discount.line(), new long[2]);
                long[] added = more.getOrDefault(discount.line(), new long[2]);
                sums.put(
                        discount.line(),
                        new LineTokens(
                                Math.max(0, Math.addExact(before[0], added[0])),
                                Math.max(0, Math.addExact(before[1], added[1]))));
            }
            return sums;
        }
    }

    private final Names names;
    private final AgreementBook agreements;
    private final TariffBook tariffs;
    private final WindowBook windows;
    private final List<Term> terms = new ArrayList<>();
    private final LongIntMap byPair = new LongIntMap();
    private final List<List<Term>> pairs = new ArrayList<>();

    /** By window number; null where there is nothing, or nothing more to calculate. */
    private final List<@Nullable WindowTerms> sums = new ArrayList<>();

    private final SortedMap<String, List<AppliedTerms>> applied = new TreeMap<>();

    TermBook(Names names, AgreementBook agreements, TariffBook tariffs, WindowBook windows) {
        this.names = names;
        this.agreements = agreements;
        this.tariffs = tariffs;
        this.windows = windows;
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    /** In order of conclusion. */
    List<Term> all() {
        return terms;
    }

    /** The conditions of a version of an agreement, {@link AgreementConditions#NONE} for none. */
    AgreementConditions of(AgreementTerms version) {
        return terms.stream()
                .filter(term -> term.agreed.terms().equals(version))
                .reduce((_, later) -> later)
                .map(Term::conditions)
                .orElse(AgreementConditions.NONE);
    }

    void agree(ConditionsAgreed agreed) {
        Term term = term(agreed);
        terms.add(term);
        link(term);
        supersede(agreed.terms());
    }

    private Term term(ConditionsAgreed agreed) {
        String tariff = agreed.terms().interOperatorTariff();
        String asset = Objects.requireNonNull(tariffs.firstTerms(tariff)).asset();
        return new Term(terms.size(), agreed, asset, names);
    }

    private void link(Term term) {
        long pair = pair(term.homeRef, term.servingRef);
        int index = byPair.get(pair);
        if (index == LongIntMap.ABSENT) {
            index = pairs.size();
            pairs.add(new ArrayList<>());
            byPair.put(pair, index);
        }
        pairs.get(index).add(term);
    }

    private static long pair(int home, int serving) {
        return (long) home << 12 | serving;
    }

    /** Finds anew until when each version of a pair's agreement holds. */
    void supersede(AgreementTerms concluded) {
        List<AgreementBook.Version> versions =
                terms.isEmpty()
                        ? List.of()
                        : agreements.of(concluded.homeOperator(), concluded.servingOperator());
        for (Term term : terms) {
            for (int i = 0; i < versions.size(); i++) {
                if (versions.get(i).terms().equals(term.agreed.terms())) {
                    term.supersededAtEpochNanos =
                            i + 1 == versions.size()
                                    ? Long.MAX_VALUE
                                    : versions.get(i + 1).terms().effectiveFromEpochNanos();
                }
            }
        }
    }

    /** Adds an accepted roaming record to the sums of its window. */
    void add(UsageRecord usage) {
        Term sending = covering(usage.homeRef, usage.servingRef, usage.ratedAtEpochNanos);
        if (sending != null) {
            WindowTerms window = sumsOf(usage.windowRef);
            window.send(sending.ref, usage);
            String said = usage.attributes;
            if (said != null
                    && usage.kind == UsageKind.RECORDED
                    && !sending.conditions().serviceLevels().targets().isEmpty()) {
                window.measure(sending.ref, usage, said);
            }
        }
        Term returning = covering(usage.servingRef, usage.homeRef, usage.ratedAtEpochNanos);
        if (returning != null
                && windows.get(usage.windowRef).settlementModelRef
                        == returning.settlementModelRef) {
            sumsOf(usage.windowRef).giveBack(returning.ref, usage);
        }
    }

    private @Nullable Term covering(int home, int serving, long atEpochNanos) {
        int index = byPair.get(pair(home, serving));
        if (index == LongIntMap.ABSENT) {
            return null;
        }
        List<Term> candidates = pairs.get(index);
        for (int i = candidates.size() - 1; i >= 0; i--) {
            if (candidates.get(i).covers(atEpochNanos)) {
                return candidates.get(i);
            }
        }
        return null;
    }

    private WindowTerms sumsOf(int window) {
        while (sums.size() <= window) {
            sums.add(null);
        }
        WindowTerms found = sums.get(window);
        if (found == null) {
            found = new WindowTerms();
            sums.set(window, found);
        }
        return found;
    }

    /** What a window that is not calculated yet has; nothing kept changes. */
    WindowTerms peek(int window) {
        WindowTerms found = window < sums.size() ? sums.get(window) : null;
        return found == null ? new WindowTerms() : found;
    }

    /** What was applied in a window, empty before it is calculated and where nothing was. */
    List<AppliedTerms> appliedIn(String window) {
        return applied.getOrDefault(window, List.of());
    }

    /** A calculated window's part of its terms. */
    void apply(TermsApplied event) {
        applied.put(event.window(), event.applied());
        for (AppliedTerms one : event.applied()) {
            Term term = find(one);
            term.usage = term.usage.plus(one.usage());
            for (AppliedTerms.Discounted discount : one.discounts()) {
                String line = discount.model() + ":" + discount.tokenClass().wireName();
                long[] sum = term.tokens.computeIfAbsent(line, _ -> new long[2]);
                sum[0] = Math.addExact(sum[0], discount.sent());
                sum[1] = Math.addExact(sum[1], discount.returned());
            }
            term.accrued = term.accrued.plus(one.accrued());
            term.isTruedUp |= one.closes();
        }
    }

    private Term find(AppliedTerms one) {
        for (Term term : terms) {
            if (term.agreed.version() == one.version()
                    && term.agreed.terms().agreement().equals(one.agreement())) {
                return term;
            }
        }
        throw new IllegalStateException("no conditions of " + one.agreement());
    }

    /** Forgets the sums of a window that is calculated: they are in its event. */
    void forget(int window) {
        if (window < sums.size()) {
            sums.set(window, null);
        }
    }

    void digestInto(StateDigest digest) {
        digest.number(terms.size());
        for (Term term : terms) {
            digest.text(term.agreed.toString()).number(term.supersededAtEpochNanos);
            digest.text(term.usage.toString()).text(term.accrued.toString());
            digest.number(term.isTruedUp ? 1 : 0);
            term.tokens.forEach((line, sum) -> digest.text(line).number(sum[0]).number(sum[1]));
        }
        for (WindowTerms of : sums) {
            digest.number(of == null ? 0 : 1);
            if (of != null) {
                of.digestInto(digest);
            }
        }
        digest.text(applied.toString());
    }

    void saveInto(StateWriter out) {
        out.section("terms").number(terms.size());
        for (Term term : terms) {
            SavedConditions.write(out, term.agreed);
            out.number(term.supersededAtEpochNanos).amount(term.usage).amount(term.accrued);
            out.flag(term.isTruedUp).number(term.tokens.size());
            term.tokens.forEach((line, sum) -> out.text(line).number(sum[0]).number(sum[1]));
        }
        out.number(sums.size());
        for (WindowTerms of : sums) {
            out.flag(of != null);
            if (of != null) {
                of.saveInto(out);
            }
        }
        out.number(applied.size());
        applied.forEach(
                (window, of) -> {
                    out.text(window).number(of.size());
                    of.forEach(one -> SavedConditions.write(out, one));
                });
    }

    void load(StateReader in) {
        in.section("terms");
        for (int left = in.count(); left > 0; left--) {
            Term term = term(SavedConditions.agreed(in));
            term.supersededAtEpochNanos = in.number();
            term.usage = in.amount();
            term.accrued = in.amount();
            term.isTruedUp = in.flag();
            for (int lines = in.count(); lines > 0; lines--) {
                term.tokens.put(in.text(), new long[] {in.number(), in.number()});
            }
            terms.add(term);
            link(term);
        }
        for (int left = in.count(); left > 0; left--) {
            sums.add(in.flag() ? WindowTerms.load(in) : null);
        }
        for (int left = in.count(); left > 0; left--) {
            String window = in.text();
            applied.put(window, List.copyOf(in.list(() -> SavedConditions.applied(in))));
        }
    }
}
