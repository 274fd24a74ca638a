package tallystick.domain;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * A wallet as opened.
 *
 * @param wallet its name, 1 … 128 characters
 * @param tenant the tenant it belongs to, and with it the home operator
 * @param asset what its balance is counted in
 * @param tariff the retail tariff it is charged by, published by the home operator in that asset
 * @param overdraftLimit how far below zero the balance may go, 0 or more
 * @param allowedJurisdictions where its requests may be served (ISO 3166-1 alpha-2); empty:
 *     anywhere
 */
public record WalletTerms(
        String wallet,
        String tenant,
        String asset,
        String tariff,
        Pico overdraftLimit,
        List<String> allowedJurisdictions) {

    public WalletTerms {
        allowedJurisdictions = List.copyOf(allowedJurisdictions);
    }
}
