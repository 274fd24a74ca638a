package tallystick.app.api.settlement;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.projections.settlement.WindowRunView.Model;

/** A settlement model's last version as the API shows it. */
@Wire
record SettlementModelResource(
        String model,
        int version,
        String calendar,
        String timeZone,
        String cutOffAt,
        List<String> cutOffs,
        String grace,
        String affirmWithin,
        long toleranceMinor,
        List<Currency> currencies,
        String position) {

    /** The days on which payments in a currency are made: all but these. */
    @Wire
    record Currency(String currency, List<String> weekend, List<String> holidays) {

        static Currency of(BusinessCalendar calendar) {
            return new Currency(
                    calendar.currency(),
                    calendar.weekend().stream().map(WireText::word).toList(),
                    calendar.holidays().stream().map(LocalDate::toString).toList());
        }
    }

    static SettlementModelResource of(Model row) {
        SettlementModelTerms terms = row.terms();
        int minute = terms.cutOffMinute();
        return new SettlementModelResource(
                terms.model(),
                row.version(),
                WireText.word(terms.calendar()),
                terms.zone(),
                "%02d:%02d".formatted(minute / 60, minute % 60),
                terms.cutOffs().stream().map(Rfc3339::format).toList(),
                Duration.ofNanos(terms.graceNanos()).toString(),
                Duration.ofNanos(terms.affirmNanos()).toString(),
                terms.toleranceMinor(),
                terms.currencies().stream().map(Currency::of).toList(),
                WireText.position(row.position()));
    }
}
