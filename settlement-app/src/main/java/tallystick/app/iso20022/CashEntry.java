package tallystick.app.iso20022;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Money that moved on an account, as the bank that keeps it says.
 *
 * @param account its IBAN or other identification
 * @param uetr of the payment, null when the bank told none
 * @param isCredit whether the account has more for it
 * @param isReversal whether it takes an earlier one back
 * @param isBooked whether it is final; else it is only announced
 * @param bookedOn null when not told
 * @param bankReference {@code AcctSvcrRef}, the same in camt.053 and camt.054; null when not told
 */
public record CashEntry(
        String account,
        @Nullable Uetr uetr,
        CurrencyAmount amount,
        boolean isCredit,
        boolean isReversal,
        boolean isBooked,
        @Nullable LocalDate bookedOn,
        @Nullable String bankReference) {}
