package tallystick.domain.ledger;

import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;

/** What an event alone does not tell of the request behind it. */
public interface Ahead {

    /**
     * The event of the ledger at a later position, null where another kind stands or the journal
     * ends. A usage record need not be found.
     */
    @Nullable LedgerEvent at(long position);

    /** Whether the journal, as far as it is at hand, ends before a position. */
    boolean endsBefore(long position);

    /**
     * The Merkle root over a fenced window's members, computed from what stands in the journal.
     *
     * @param window its name
     * @return hex
     */
    String rootOf(String window);
}
