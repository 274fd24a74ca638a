package tallystick.engine.journal;

import org.jspecify.annotations.Nullable;

/**
 * A journal as it was found.
 *
 * @param good the frames before the damage, from the first on; the caller closes it
 * @param damage what is wrong behind them, null when nothing is
 */
public record JournalInspection(FrameReader good, @Nullable JournalException damage) {}
