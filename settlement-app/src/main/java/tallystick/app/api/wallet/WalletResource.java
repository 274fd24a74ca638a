package tallystick.app.api.wallet;

import java.util.List;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.WalletTerms;
import tallystick.projections.reference.ReferenceView;

/**
 * A wallet as the API shows it.
 *
 * @param allowedJurisdictions empty: anywhere
 */
@Wire
record WalletResource(
        String wallet,
        String tenant,
        String asset,
        String tariff,
        String overdraftLimit,
        List<String> allowedJurisdictions,
        String position) {

    static WalletResource of(String wallet, WalletTerms terms, long position) {
        return new WalletResource(
                wallet,
                terms.tenant(),
                terms.asset(),
                terms.tariff(),
                terms.overdraftLimit().toDecimalString(),
                terms.allowedJurisdictions(),
                WireText.position(position));
    }

    static WalletResource of(ReferenceView.Wallet row) {
        return of(row.terms().wallet(), row.terms(), row.position());
    }
}
