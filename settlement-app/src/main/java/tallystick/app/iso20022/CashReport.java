package tallystick.app.iso20022;

import java.util.List;

/**
 * What a bank reported.
 *
 * @param type {@code camt.053.001.08}, the statement of a day, or {@code camt.054.001.08}, a
 *     notification
 * @param messageId the bank's
 * @param entries in the order of the message, one for each transaction
 */
public record CashReport(String type, String messageId, List<CashEntry> entries) {

    public CashReport {
        entries = List.copyOf(entries);
    }
}
