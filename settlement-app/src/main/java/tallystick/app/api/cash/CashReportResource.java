package tallystick.app.api.cash;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;

/**
 * What became of a bank's report, entry by entry.
 *
 * @param message the bank's id of it
 * @param type camt.053.001.08 or camt.054.001.08
 */
@Wire
record CashReportResource(String message, String type, List<Entry> entries, String position) {

    /**
     * An entry, in the order of the report.
     *
     * @param entry what it is called here, the same in every report that has it; absent when
     *     nothing can be counted by it
     * @param status matched, partial, unmatched, pending (announced, not booked) or other_side (the
     *     debit of a payment whose credit counts)
     * @param counted what of it counts
     * @param kind leg, pay_in or net
     * @param reason why not all of it counts
     * @param repeated whether it was taken before: then nothing was done now
     */
    @Wire
    record Entry(
            @Nullable String entry,
            String account,
            @Nullable String bankReference,
            @Nullable String uetr,
            String asset,
            String amount,
            String side,
            String status,
            String counted,
            @Nullable String kind,
            @Nullable String window,
            @Nullable String operator,
            @Nullable String reason,
            boolean repeated) {}
}
