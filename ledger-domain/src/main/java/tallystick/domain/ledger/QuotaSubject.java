package tallystick.domain.ledger;

import org.jspecify.annotations.Nullable;
import tallystick.domain.quota.QuotaScope;

/**
 * Whose consumption it is, in every scope a quota can have.
 *
 * @param operator the home operator
 * @param apiKey null when not told
 * @param jurisdiction where it is served, ISO 3166-1 alpha-2; empty when unknown
 */
record QuotaSubject(
        String operator,
        String tenant,
        String wallet,
        @Nullable String apiKey,
        String model,
        String jurisdiction) {

    @Nullable String in(QuotaScope scope) {
        return switch (scope) {
            case OPERATOR -> operator;
            case TENANT -> tenant;
            case WALLET -> wallet;
            case API_KEY -> apiKey;
            case MODEL -> model;
            case JURISDICTION -> jurisdiction;
        };
    }
}
