package tallystick.domain.quota;

import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;

/**
 * A limit on what a subject may consume in a period.
 *
 * @param quota its name, 1 … 128 characters; setting it again replaces limit, burst and mode and
 *     keeps what was consumed, unless period or measure change
 * @param scope whose consumption counts
 * @param subject the operator, tenant, wallet, API key, model or jurisdiction; a jurisdiction is
 *     ISO 3166-1 alpha-2
 * @param period over which consumption is summed
 * @param sliding the period ends now, in steps of a sixtieth of it; otherwise it begins at whole
 *     multiples since 1970-01-01T00:00Z (months: at the first of the month, UTC)
 * @param measure what is summed
 * @param tokenClass the class counted, for {@link QuotaMeasure#TOKENS} only; null: all
 * @param asset what money is counted in, for {@link QuotaMeasure#MONEY} only, else empty
 * @param limit most of a period: tokens or requests as whole numbers, money as pico-units; 0 or
 *     more
 * @param burst how far above the limit is still let through, 0 or more
 * @param mode what happens beyond limit and burst
 */
public record QuotaTerms(
        String quota,
        QuotaScope scope,
        String subject,
        QuotaPeriod period,
        boolean sliding,
        QuotaMeasure measure,
        @Nullable TokenClass tokenClass,
        String asset,
        Pico limit,
        Pico burst,
        QuotaMode mode) {}
