package tallystick.app.api.quota;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaTerms;
import tallystick.projections.reference.QuotaView;

/**
 * A quota as the API shows it.
 *
 * @param quota its name; those of wallets have the wallet's name and a slash before
 * @param limit a whole number of tokens or requests, money as a decimal string
 * @param burst how far above the limit is still let through
 * @param asset of money, absent else
 * @param tokenClass the class counted, absent for all
 */
@Wire
record QuotaResource(
        String quota,
        String scope,
        String subject,
        String window,
        boolean sliding,
        String measure,
        @JsonProperty("class") @Nullable String tokenClass,
        @Nullable String asset,
        Object limit,
        Object burst,
        String mode,
        String position) {

    static QuotaResource of(QuotaTerms terms, long position) {
        return new QuotaResource(
                terms.quota(),
                terms.scope().wireName(),
                terms.subject(),
                terms.period().wireName(),
                terms.sliding(),
                terms.measure().wireName(),
                terms.tokenClass() == null ? null : terms.tokenClass().wireName(),
                terms.asset().isEmpty() ? null : terms.asset(),
                quantity(terms, terms.limit()),
                quantity(terms, terms.burst()),
                terms.mode().wireName(),
                WireText.position(position));
    }

    static QuotaResource of(QuotaView.Quota row) {
        return of(row.terms(), row.position());
    }

    private static Object quantity(QuotaTerms terms, Pico value) {
        return terms.measure() == QuotaMeasure.MONEY
                ? value.toDecimalString()
                : value.toBigInteger();
    }
}
