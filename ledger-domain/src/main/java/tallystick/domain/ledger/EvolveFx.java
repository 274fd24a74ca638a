package tallystick.domain.ledger;

import java.util.Objects;
import tallystick.domain.FxEvent;
import tallystick.domain.settlement.WindowState;

/** What fixings and conversions do to the state. */
final class EvolveFx {

    private final LedgerState state;
    private final EvolveDefault defaults;

    EvolveFx(LedgerState state, EvolveDefault defaults) {
        this.state = state;
        this.defaults = defaults;
    }

    void apply(FxEvent event) {
        switch (event) {
            case FxEvent.FxSourceRegistered e -> state.fx.register(e.source(), e.publicKey());
            case FxEvent.FxFixingRecorded e -> state.fx.record(e.fixing());
            case FxEvent.FxTermsSet e -> {
                e.terms().settleIn().values().forEach(state.names.assets::intern);
                state.fx.set(e.terms(), e.version());
            }
            case FxEvent.WindowConverted e -> converted(e);
        }
    }

    /** Calls and proposals were over other amounts: they count no more, what was paid in stays. */
    private void converted(FxEvent.WindowConverted event) {
        Window window = Objects.requireNonNull(state.windows.find(event.window()));
        Closing closing = state.closings.of(window.name);
        FxPostings.takeBack(closing, state);
        if (!event.conversion().isEmpty()) {
            FxPostings.convert(closing, event.conversion(), state);
        }
        window.state = WindowState.NETTED;
        closing.proposals.clear();
        closing.due.clear();
        defaults.paid(closing);
        state.closings.refresh();
    }
}
