package tallystick.app.api.quota;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.problem.RateLimitText;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.quota.QuotaUse;
import tallystick.engine.LedgerEngine;

/**
 * How far the quotas of a hold are used, as {@code RateLimit} headers (IETF) and as the {@code
 * x-ratelimit-*} ones that clients of model servers know. Hard quotas of tokens and requests only:
 * those headers know no money. The ledger is asked only once there is any quota.
 */
@Component
public final class RateLimits {

    private static final long TIMEOUT_MILLIS = 30_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LedgerEngine engine;
    private volatile Quotas known = Quotas.UNKNOWN;

    private enum Quotas {
        UNKNOWN,
        NONE,
        SOME
    }

    public RateLimits(LedgerEngine engine) {
        this.engine = engine;
    }

    /** From now on there is a quota. */
    public void quotaSet() {
        known = Quotas.SOME;
    }

    /** The headers for a hold's owner, none when no quota counts the hold. */
    public HttpHeaders headers(String hold) {
        HttpHeaders headers = new HttpHeaders();
        if (hasQuotas()) {
            long now = System.currentTimeMillis() * 1_000_000L;
            List<QuotaUse> uses =
                    LedgerGateway.orProblem(
                            () ->
                                    engine.query(state -> state.quotaUses(hold, now))
                                            .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
            write(uses.stream().filter(RateLimits::isTold).toList(), now, headers);
        }
        return headers;
    }

    private boolean hasQuotas() {
        if (known == Quotas.UNKNOWN) {
            boolean any =
                    LedgerGateway.orProblem(
                            () ->
                                    engine.query(state -> state.hasQuotas())
                                            .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
            synchronized (this) {
                if (known == Quotas.UNKNOWN) {
                    known = any ? Quotas.SOME : Quotas.NONE;
                }
            }
        }
        return known == Quotas.SOME;
    }

    private static boolean isTold(QuotaUse use) {
        QuotaTerms terms = use.terms();
        return terms.mode() == QuotaMode.HARD && terms.measure() != QuotaMeasure.MONEY;
    }

    private static void write(List<QuotaUse> uses, long now, HttpHeaders headers) {
        for (QuotaUse use : uses) {
            String item = RateLimitText.item(use.terms().quota());
            if (!item.isEmpty()) {
                headers.add("RateLimit-Policy", item + policy(use.terms()));
                headers.add(
                        "RateLimit",
                        item + ";r=" + use.remaining().toBigInteger() + ";t=" + seconds(use, now));
            }
        }
        tightest(uses, QuotaMeasure.REQUESTS, "requests", now, headers);
        tightest(uses, QuotaMeasure.TOKENS, "tokens", now, headers);
    }

    private static String policy(QuotaTerms terms) {
        String unit = terms.measure() == QuotaMeasure.TOKENS ? ";qu=\"tokens\"" : "";
        return ";q="
                + terms.limit().toBigInteger()
                + unit
                + ";w="
                + terms.period().nanos() / NANOS_PER_SECOND;
    }

    /** The quota of a measure that has the least left. */
    private static void tightest(
            List<QuotaUse> uses, QuotaMeasure measure, String unit, long now, HttpHeaders headers) {
        uses.stream()
                .filter(use -> use.terms().measure() == measure)
                .min(Comparator.comparing(QuotaUse::remaining))
                .ifPresent(
                        use -> {
                            headers.set(
                                    "x-ratelimit-limit-" + unit,
                                    use.terms().limit().toBigInteger().toString());
                            headers.set(
                                    "x-ratelimit-remaining-" + unit,
                                    use.remaining().toBigInteger().toString());
                            headers.set("x-ratelimit-reset-" + unit, seconds(use, now) + "s");
                        });
    }

    private static long seconds(QuotaUse use, long now) {
        return Math.max(0, Math.ceilDiv(use.resetsAtEpochNanos() - now, NANOS_PER_SECOND));
    }
}
