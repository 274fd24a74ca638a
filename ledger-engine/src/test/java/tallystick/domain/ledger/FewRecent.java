package tallystick.domain.ledger;

import tallystick.domain.usage.UsageHistory;

/** Ledgers that know few records of numbering sources by identity, as after millions of them. */
public final class FewRecent {

    private FewRecent() {}

    /**
     * An empty ledger.
     *
     * @param recent how many records one table of identities takes, 1 or more
     */
    public static LedgerState ledger(UsageHistory history, int recent) {
        return new LedgerState(history, recent);
    }
}
