package tallystick.app.api.wallet;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.ledger.WalletAsOf.Balance;

/**
 * A wallet's statement: opening balance, what was recorded, closing balance.
 *
 * @param days sums by day of recording, days without entries left away
 * @param models totals per model and token class
 * @param entries every entry, absent unless asked for
 * @param position the last event that was known
 */
@Wire
record StatementDocument(
        String wallet,
        String asset,
        String from,
        String to,
        String zone,
        BalanceText opening,
        BalanceText closing,
        List<Day> days,
        List<Model> models,
        @Nullable List<EntryResource> entries,
        String position) {

    /** A balance. */
    @Wire
    record BalanceText(String posted, String held, String shortfall) {

        static BalanceText of(Balance balance) {
            return new BalanceText(
                    balance.posted().toDecimalString(),
                    balance.held().toDecimalString(),
                    balance.shortfall().toDecimalString());
        }
    }

    /**
     * A day.
     *
     * @param charged for usage; negative gave back
     * @param credited by everything else; negative took away
     * @param posted balance after its last entry
     */
    @Wire
    record Day(String day, long entries, String charged, String credited, String posted) {

        private static Day of(Map.Entry<LocalDate, WalletStatement.Sum> day) {
            WalletStatement.Sum sum = day.getValue();
            return new Day(
                    day.getKey().toString(),
                    sum.entries,
                    sum.charged.toDecimalString(),
                    sum.credited.toDecimalString(),
                    sum.closing.posted().toDecimalString());
        }
    }

    /** A model's usage. */
    @Wire
    record Model(String model, long records, Map<String, Object> tokens, String charged) {

        private static Model of(Map.Entry<String, WalletStatement.Sum> model) {
            WalletStatement.Sum sum = model.getValue();
            return new Model(
                    model.getKey(),
                    sum.entries,
                    WireText.tokens(Arrays.stream(sum.tokens).boxed().toList()),
                    sum.charged.toDecimalString());
        }
    }

    static StatementDocument of(
            String wallet,
            String asset,
            StatementRequest asked,
            Balance opening,
            Balance closing,
            WalletStatement statement,
            long position) {
        return new StatementDocument(
                wallet,
                asset,
                Rfc3339.format(asked.fromEpochNanos()),
                Rfc3339.format(asked.toEpochNanos()),
                asked.zone().getId(),
                BalanceText.of(opening),
                BalanceText.of(closing),
                statement.days().entrySet().stream().map(Day::of).toList(),
                statement.models().entrySet().stream().map(Model::of).toList(),
                asked.entries()
                        ? statement.entries().stream()
                                .map(step -> EntryResource.of(step, wallet, asset))
                                .toList()
                        : null,
                WireText.position(position));
    }
}
