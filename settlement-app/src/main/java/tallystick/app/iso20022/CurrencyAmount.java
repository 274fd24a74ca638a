package tallystick.app.iso20022;

import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An amount as a bank moves it: whole minor units of a currency, such as cents; won have none.
 *
 * @param currency ISO 4217, one with a minor unit or without, no metal and no test code
 * @param minorUnits more than 0, and at most 18 digits as ISO 20022 writes it
 */
public record CurrencyAmount(String currency, long minorUnits) {

    private static final long MOST = 999_999_999_999_999_999L;

    public CurrencyAmount {
        int digits = digits(currency);
        MessageFault.require(
                minorUnits > 0 && minorUnits <= MOST,
                "Amt",
                "must be more than 0, and have at most 18 digits, of which "
                        + digits
                        + " decimals");
    }

    /**
     * Decimals of a currency: 2 of the euro, 0 of the won, 3 of the Kuwaiti dinar.
     *
     * @throws MessageFault when it is none
     */
    public static int digits(String currency) {
        Currency known = known(currency);
        MessageFault.require(
                known != null && known.getDefaultFractionDigits() >= 0,
                "Ccy",
                "must be a currency of ISO 4217");
        return known == null ? 0 : known.getDefaultFractionDigits();
    }

    private static @Nullable Currency known(String currency) {
        try {
            return Currency.getInstance(currency);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /**
     * From what a message says.
     *
     * @throws MessageFault when it has more decimals than the currency
     */
    static CurrencyAmount of(String currency, BigDecimal amount) {
        int digits = digits(currency);
        BigDecimal units = amount.movePointRight(digits).stripTrailingZeros();
        MessageFault.require(
                units.scale() <= 0, "Amt", "must have at most " + digits + " decimals");
        MessageFault.require(
                units.signum() > 0 && units.compareTo(BigDecimal.valueOf(MOST)) <= 0,
                "Amt",
                "must be more than 0, and have at most 18 digits");
        return new CurrencyAmount(currency, units.longValueExact());
    }

    /** As ISO 20022 writes it, with all decimals of the currency. */
    public BigDecimal toDecimal() {
        return BigDecimal.valueOf(minorUnits, digits(currency));
    }
}
