package tallystick.app.api.quota;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.RequestFields;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;

/** A quota's terms in a request's body. */
final class QuotaFields {

    static final Map<String, QuotaScope> SCOPES = words(QuotaScope.values(), QuotaScope::wireName);

    private static final Map<String, QuotaPeriod> PERIODS =
            words(QuotaPeriod.values(), QuotaPeriod::wireName);
    private static final Map<String, QuotaMeasure> MEASURES =
            words(QuotaMeasure.values(), QuotaMeasure::wireName);
    private static final Map<String, QuotaMode> MODES =
            words(QuotaMode.values(), QuotaMode::wireName);
    private static final Map<String, TokenClass> CLASSES =
            words(TokenClass.values(), TokenClass::wireName);

    private QuotaFields() {}

    private static <T> Map<String, T> words(T[] values, Function<T, String> name) {
        Map<String, T> words = new TreeMap<>();
        for (T value : values) {
            words.put(name.apply(value).toLowerCase(Locale.ROOT), value);
        }
        return words;
    }

    /**
     * Reads everything but name, scope and subject: {@code window}, {@code sliding}, {@code
     * measure}, {@code class}, {@code asset}, {@code limit}, {@code burst}, {@code mode}.
     *
     * @param scope null when that broke a rule
     */
    static QuotaTerms terms(
            String quota, @Nullable QuotaScope scope, String subject, RequestFields fields) {
        QuotaPeriod period = fields.word("window", PERIODS);
        QuotaMeasure measure = fields.word("measure", MEASURES);
        TokenClass tokenClass = fields.has("class") ? fields.word("class", CLASSES) : null;
        QuotaMode mode = fields.has("mode") ? fields.word("mode", MODES) : null;
        boolean isMoney = measure == QuotaMeasure.MONEY;
        return new QuotaTerms(
                quota,
                scope == null ? QuotaScope.WALLET : scope,
                subject,
                period == null ? QuotaPeriod.MINUTE : period,
                fields.truthOrFalse("sliding"),
                measure == null ? QuotaMeasure.TOKENS : measure,
                tokenClass,
                fields.textOr("asset", ""),
                isMoney ? fields.amount("limit") : Pico.of(fields.count("limit")),
                isMoney ? fields.amountOrZero("burst") : Pico.of(fields.countOrZero("burst")),
                mode == null ? QuotaMode.HARD : mode);
    }
}
