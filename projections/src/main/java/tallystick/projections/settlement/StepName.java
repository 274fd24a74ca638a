package tallystick.projections.settlement;

import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.StatementsIssued;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowCutOff;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.LedgerEvent.Settlement.WindowSealed;
import tallystick.domain.TermsEvent;
import tallystick.domain.WindowRunEvent;

/** The word for what happened to a window, such as {@code WindowNetted}. */
public final class StepName {

    /** Statements went out. */
    public static final String ISSUED = StatementsIssued.class.getSimpleName();

    /** The seal was set. */
    public static final String SEALED = WindowSealed.class.getSimpleName();

    /** Net positions were struck. */
    public static final String NETTED = WindowNetted.class.getSimpleName();

    /** The second person of the hub approved. */
    public static final String APPROVED = ClosingEvent.WindowApproved.class.getSimpleName();

    /** The second person of the treasury instructed. */
    public static final String INSTRUCTED = ClosingEvent.WindowInstructed.class.getSimpleName();

    /** Two persons gave the window up. */
    public static final String ABORTED = ClosingEvent.WindowAborted.class.getSimpleName();

    /** The window ended. */
    public static final String FINALISED = ClosingEvent.WindowFinalised.class.getSimpleName();

    private StepName() {}

    /** The window that an event takes a step of, null when it takes none. */
    public static @Nullable String windowOf(LedgerEvent.Settlement event) {
        return switch (event) {
            case WindowOpened e -> e.window();
            case WindowCutOff e -> e.window();
            case WindowFenced e -> e.window();
            case WindowSealed e -> e.window();
            case WindowCalculated e -> e.window();
            case StatementsIssued e -> e.window();
            case WindowNetted e -> e.window();
            case ClosingEvent e -> e.window();
            case TermsEvent e -> e.window();
            case DefaultEvent.OfWindow e -> e.window();
            case FxEvent.WindowConverted e -> e.window();
            case DefaultEvent.CollateralMoved _,
                    DisputeEvent _,
                    WindowRunEvent _,
                    FxEvent.FxSourceRegistered _,
                    FxEvent.FxFixingRecorded _,
                    FxEvent.FxTermsSet _ ->
                    null;
        };
    }

    /** Its word. */
    public static String of(LedgerEvent.Settlement event) {
        return event.getClass().getSimpleName();
    }
}
