package tallystick.app.axon;

import tallystick.domain.Refusal;

/** An event's identifier, or its place in its aggregate, is taken: nothing was journaled. */
public final class AlreadyJournaledException extends Exception {

    private static final long serialVersionUID = 1L;

    AlreadyJournaledException(Refusal refusal) {
        super(refusal.detail());
    }
}
