package tallystick.app.iso20022;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who pays, is paid or settles.
 *
 * @param bic ISO 9362, 8 or 11 characters
 * @param lei ISO 17442 with good check digits, null for none
 */
public record Institution(String bic, @Nullable String lei) {

    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    public Institution {
        MessageFault.require(
                bic.matches("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?"),
                "BICFI",
                "must be a BIC of 8 or 11 characters");
        MessageFault.require(
                lei == null || isLei(lei), "LEI", "must be 20 characters with their check digits");
    }

    /** ISO 7064 MOD 97-10 over the characters, A as 10 … Z as 35. */
    private static boolean isLei(String text) {
        if (!text.matches("[A-Z0-9]{18}[0-9]{2}")) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        text.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(MODULUS).equals(BigInteger.ONE);
    }
}
