package tallystick.domain.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * The ledger again, readable and slow: maps, names and {@link BigDecimal}, written from the
 * specification and not from the fast one. The oracle that the fast ledger must equal.
 * Null-unmarked: it reads maps by keys that the test has put there, and a missing one should fail
 * the test.
 */
@NullUnmarked
final class NaiveLedger {

    record Outcome(
            String status,
            BigDecimal retail,
            BigDecimal wholesale,
            @Nullable String window,
            boolean late) {}

    record LineKey(String home, String serving, String asset, String model, String version) {}

    record Cut(String window, long startsAt, long cutOff) {}

    private static final class Grant {
        final GrantTerms terms;
        BigDecimal left;

        Grant(GrantTerms terms, BigDecimal left) {
            this.terms = terms;
            this.left = left;
        }
    }

    private static final class Wallet {
        final WalletTerms terms;
        final String operator;
        final List<Grant> grants = new ArrayList<>();
        BigDecimal overdrawn = BigDecimal.ZERO;
        BigDecimal debt = BigDecimal.ZERO;

        Wallet(WalletTerms terms, String operator) {
            this.terms = terms;
            this.operator = operator;
        }
    }

    final Map<String, String> tenants = new HashMap<>();
    final Map<String, List<TariffTerms>> tariffs = new HashMap<>();
    final Map<String, String> agreements = new HashMap<>();
    final Map<String, Map<LineKey, BigDecimal>> lines = new LinkedHashMap<>();
    final Map<String, BigDecimal> revenue = new TreeMap<>();
    private final Map<String, Wallet> wallets = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Cut> taking = new ArrayList<>();

    void open(WalletTerms terms) {
        wallets.put(terms.wallet(), new Wallet(terms, tenants.get(terms.tenant())));
    }

    void openWindow(String window, long startsAt) {
        taking.add(new Cut(window, startsAt, Long.MAX_VALUE));
        lines.put(window, new HashMap<>());
    }

    void cutOff(String window, long cutOff, String next) {
        taking.replaceAll(
                w -> w.window().equals(window) ? new Cut(window, w.startsAt(), cutOff) : w);
        openWindow(next, cutOff);
    }

    void fence(String window) {
        taking.removeIf(w -> w.window().equals(window));
    }

    void grant(GrantTerms terms) {
        Wallet wallet = wallets.get(terms.wallet());
        BigDecimal left = decimal(terms.amount());
        if (terms.kind() == GrantKind.PAID) {
            BigDecimal debt = left.min(wallet.debt);
            wallet.debt = wallet.debt.subtract(debt);
            left = left.subtract(debt);
            BigDecimal overdrawn = left.min(wallet.overdrawn);
            wallet.overdrawn = wallet.overdrawn.subtract(overdrawn);
            left = left.subtract(overdrawn);
        }
        wallet.grants.add(new Grant(terms, left));
        // The sort is stable: what is equal stays in the order of creation.
        wallet.grants.sort(
                Comparator.comparingInt((Grant g) -> g.terms.priority())
                        .thenComparingLong(g -> g.terms.expiresAtEpochNanos()));
    }

    BigDecimal posted(String name) {
        Wallet wallet = wallets.get(name);
        return wallet.grants.stream()
                .map(g -> g.left)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .subtract(wallet.overdrawn);
    }

    BigDecimal debt(String name) {
        return wallets.get(name).debt;
    }

    Outcome record(UsageRecord usage, long now) {
        Long fingerprint = seen.putIfAbsent(usage.source + " " + usage.id, usage.fingerprint);
        if (fingerprint != null) {
            return nothing(fingerprint == usage.fingerprint ? "DUPLICATE" : "CONFLICT");
        }
        Wallet wallet = wallets.get(usage.wallet);
        boolean roaming = !usage.homeOperator.equals(usage.servingOperator);
        String iot = agreements.get(usage.homeOperator + ">" + usage.servingOperator);
        Cut window = entered(usage.endedEpochNanos);
        if (wallet == null
                || !wallet.operator.equals(usage.homeOperator)
                || (roaming && iot == null)
                || window == null) {
            return nothing("SUSPENDED");
        }
        TariffTerms retailTariff = inForce(wallet.terms.tariff(), usage.endedEpochNanos);
        TariffTerms iotTariff =
                iot == null || !roaming ? null : inForce(iot, usage.endedEpochNanos);
        BigDecimal retail = retailTariff == null ? null : price(usage, retailTariff);
        BigDecimal wholesale = iotTariff == null ? null : price(usage, iotTariff);
        if (retail == null || (roaming && wholesale == null)) {
            return nothing("SUSPENDED");
        }
        charge(wallet, retail, now);
        revenue.merge(usage.homeOperator, retail, BigDecimal::add);
        if (iotTariff != null && wholesale != null) {
            LineKey key =
                    new LineKey(
                            usage.homeOperator,
                            usage.servingOperator,
                            iotTariff.asset(),
                            usage.model,
                            iotTariff.tariff() + "@" + version(iotTariff));
            lines.get(window.window()).merge(key, wholesale, BigDecimal::add);
        }
        return new Outcome(
                "ACCEPTED",
                retail,
                wholesale == null ? BigDecimal.ZERO : wholesale,
                window.window(),
                usage.endedEpochNanos < window.startsAt());
    }

    private void charge(Wallet wallet, BigDecimal amount, long now) {
        BigDecimal rest = amount;
        for (Grant grant : wallet.grants) {
            boolean applies =
                    grant.terms.effectiveAtEpochNanos() <= now
                            && now < grant.terms.expiresAtEpochNanos();
            if (applies) {
                BigDecimal draw = rest.min(grant.left);
                grant.left = grant.left.subtract(draw);
                rest = rest.subtract(draw);
            }
        }
        BigDecimal room = decimal(wallet.terms.overdraftLimit()).subtract(wallet.overdrawn);
        BigDecimal overdraft = rest.min(room);
        wallet.overdrawn = wallet.overdrawn.add(overdraft);
        wallet.debt = wallet.debt.add(rest.subtract(overdraft));
    }

    private @Nullable Cut entered(long ended) {
        return taking.stream().filter(w -> ended < w.cutOff()).findFirst().orElse(null);
    }

    private @Nullable TariffTerms inForce(String tariff, long at) {
        TariffTerms best = null;
        for (TariffTerms terms : tariffs.getOrDefault(tariff, List.of())) {
            if (terms.effectiveFromEpochNanos() <= at
                    && (best == null
                            || terms.effectiveFromEpochNanos() >= best.effectiveFromEpochNanos())) {
                best = terms;
            }
        }
        return best;
    }

    private int version(TariffTerms terms) {
        return tariffs.get(terms.tariff()).indexOf(terms) + 1;
    }

    private static @Nullable BigDecimal price(UsageRecord usage, TariffTerms terms) {
        BigDecimal sum = BigDecimal.ZERO;
        for (TokenClass tokenClass : TokenClass.ALL) {
            long count = usage.tokens[tokenClass.ordinal()];
            Long price = null;
            for (PriceLine line : terms.prices()) {
                boolean here = line.jurisdiction().equals(usage.servedIn);
                boolean any = line.jurisdiction().equals(PriceLine.ANY) && price == null;
                if (line.tokenClass() == tokenClass
                        && line.model().equals(usage.model)
                        && (here || any)) {
                    price = line.pricePicoPerToken();
                }
            }
            if (count > 0 && price == null) {
                return null;
            }
            if (price != null) {
                sum = sum.add(BigDecimal.valueOf(price).multiply(BigDecimal.valueOf(count)));
            }
        }
        BigDecimal minimum = decimal(terms.minimumCharge());
        BigDecimal charge = sum.movePointLeft(12);
        return usage.totalTokens() > 0 ? charge.max(minimum) : charge;
    }

    /** Statement totals per home, serving and asset in minor units. */
    Map<String, Long> statements(String window, Map<String, Integer> minorDigits) {
        Map<String, BigDecimal> exact = new TreeMap<>();
        lines.get(window)
                .forEach(
                        (key, amount) ->
                                exact.merge(
                                        key.home() + ":" + key.serving() + ":" + key.asset(),
                                        amount,
                                        BigDecimal::add));
        Map<String, Long> result = new TreeMap<>();
        exact.forEach(
                (document, amount) -> {
                    int digits = minorDigits.get(document.substring(document.lastIndexOf(':') + 1));
                    result.put(
                            document,
                            amount.setScale(digits, RoundingMode.FLOOR)
                                    .movePointRight(digits)
                                    .longValueExact());
                });
        return result;
    }

    private static Outcome nothing(String status) {
        return new Outcome(status, BigDecimal.ZERO, BigDecimal.ZERO, null, false);
    }

    static BigDecimal decimal(Pico amount) {
        return new BigDecimal(amount.toBigInteger(), 12);
    }
}
