package tallystick.client;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wallet to open.
 *
 * @param wallet its name, null to have one made up
 * @param asset ISO 4217 currency or {@code TOK}
 * @param tariff a retail tariff of the tenant's operator
 * @param overdraftLimit 0 or more, at most twelve decimals; null for none
 * @param allowedJurisdictions ISO 3166-1 alpha-2; null for anywhere
 */
public record WalletRequest(
        @Nullable String wallet,
        String tenant,
        String asset,
        String tariff,
        @Nullable BigDecimal overdraftLimit,
        @Nullable List<String> allowedJurisdictions) {}
