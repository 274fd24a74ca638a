package tallystick.domain.money;

import java.util.Currency;

/** What an amount is counted in: an ISO 4217 currency or a token credit. */
public final class Assets {

    /** Token credit: one unit is one billable token, no minor unit. */
    public static final String TOKEN_CREDIT = "TOK";

    private Assets() {}

    /** Whether {@code code} is an ISO 4217 currency with a minor unit, or {@code TOK}. */
    public static boolean isKnown(String code) {
        return TOKEN_CREDIT.equals(code) || currencyDigits(code) >= 0;
    }

    /**
     * Decimals of the minor unit in which documents are written: 2 for EUR, 0 for KRW and TOK.
     *
     * @throws IllegalArgumentException for an asset that is not {@linkplain #isKnown known}
     */
    public static int minorDigits(String code) {
        if (TOKEN_CREDIT.equals(code)) {
            return 0;
        }
        int digits = currencyDigits(code);
        if (digits < 0) {
            throw new IllegalArgumentException("asset must be an ISO 4217 currency or TOK");
        }
        return digits;
    }

    private static int currencyDigits(String code) {
        if (code.length() != 3) {
            return -1;
        }
        try {
            return Currency.getInstance(code).getDefaultFractionDigits();
        } catch (IllegalArgumentException notACurrency) {
            return -1;
        }
    }
}
