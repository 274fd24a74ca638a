package tallystick.domain;

import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.SettlementModelTerms;

/** What makes windows take their own steps. */
public sealed interface WindowRunCommand extends LedgerCommand.Settlement {

    /**
     * Defines a settlement model or its next version. It holds for windows that are scheduled from
     * now on: the next one, and the open one when that has no cut-off yet.
     */
    record DefineSettlementModel(SettlementModelTerms terms) implements WindowRunCommand {}

    /**
     * Ends a batch of a serving operator's stream. Refused and kept as returned: a gap in the
     * numbers, a number again, totals other than what was recorded, a wrong signature.
     */
    record NoteBatch(BatchNotice notice) implements WindowRunCommand {}
}
