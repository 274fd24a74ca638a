package tallystick.engine.journal;

import org.jspecify.annotations.Nullable;

/**
 * A journal as it was found.
 *
 * @param good what is before the damage
 * @param damage what is wrong behind them, null when nothing is
 */
public record JournalInspection(JournalView good, @Nullable JournalException damage) {}
