package tallystick.domain.ledger;

import tallystick.domain.WindowRunEvent.WindowScheduled;

/** A window that takes its own steps, as long as it does. */
final class WindowSchedule {

    /** Nothing is due. */
    static final long NEVER = Long.MAX_VALUE;

    final WindowScheduled terms;
    long graceUntilEpochNanos = NEVER;

    /** When the next step is due, {@link #NEVER} while others have to act first. */
    long dueEpochNanos = NEVER;

    WindowSchedule(WindowScheduled terms) {
        this.terms = terms;
    }

    void digestInto(StateDigest digest) {
        digest.text(terms.toString()).number(graceUntilEpochNanos).number(dueEpochNanos);
    }

    void saveInto(StateWriter out) {
        out.text(terms.window()).number(terms.modelVersion()).number(terms.cutOffEpochNanos());
        out.number(terms.graceNanos()).number(terms.affirmNanos()).number(terms.toleranceMinor());
        out.number(graceUntilEpochNanos).number(dueEpochNanos);
    }

    static WindowSchedule load(StateReader in) {
        WindowSchedule schedule =
                new WindowSchedule(
                        new WindowScheduled(
                                in.text(),
                                in.ref(),
                                in.number(),
                                in.number(),
                                in.number(),
                                in.number()));
        schedule.graceUntilEpochNanos = in.number();
        schedule.dueEpochNanos = in.number();
        return schedule;
    }
}
