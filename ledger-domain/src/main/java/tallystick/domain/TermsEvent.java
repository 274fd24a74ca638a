package tallystick.domain;

import java.util.List;
import tallystick.domain.settlement.AppliedTerms;

/** What agreements' conditions did. */
public sealed interface TermsEvent extends LedgerEvent.Settlement {

    /** The window's name. */
    String window();

    /**
     * Follows a window's calculation, whose statements have the lines of it.
     *
     * @param applied one per term that the window touches, in canonical order
     */
    record TermsApplied(String window, List<AppliedTerms> applied) implements TermsEvent {
        public TermsApplied {
            applied = List.copyOf(applied);
        }
    }
}
