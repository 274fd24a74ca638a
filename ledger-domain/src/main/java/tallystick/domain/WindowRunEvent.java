package tallystick.domain;

import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.WindowState;

/** How windows take their own steps. */
public sealed interface WindowRunEvent extends LedgerEvent.Settlement {

    /**
     * @param version from 1
     */
    record SettlementModelDefined(SettlementModelTerms terms, int version)
            implements WindowRunEvent {}

    /**
     * The window takes its own steps from now on.
     *
     * @param modelVersion of its settlement model, whose times follow
     * @param cutOffEpochNanos T, nanoseconds since 1970
     * @param graceNanos from the cut-off's recording to the fence
     * @param affirmNanos from issue until who said nothing is deemed to have affirmed; 0 asks
     *     nobody
     * @param toleranceMinor how far an operator's own total may be off, minor units
     */
    record WindowScheduled(
            String window,
            int modelVersion,
            long cutOffEpochNanos,
            long graceNanos,
            long affirmNanos,
            long toleranceMinor)
            implements WindowRunEvent {}

    /**
     * @param untilEpochNanos when the window is fenced at the latest, nanoseconds since 1970
     */
    record GraceBegun(String window, long untilEpochNanos) implements WindowRunEvent {}

    /**
     * The window's next step was refused; from here on it waits for a person.
     *
     * @param at the state it stays in
     * @param reason why
     */
    record AutomationStopped(String window, WindowState at, String reason)
            implements WindowRunEvent {}

    /** A batch of a stream is complete. */
    record BatchNoted(BatchNotice notice) implements WindowRunEvent {}

    /**
     * A batch was returned to its sender, who may send the notice again when it is mended.
     *
     * @param code what was wrong
     * @param reason for a person
     */
    record BatchReturned(BatchNotice notice, RefusalCode code, String reason)
            implements WindowRunEvent {}
}
