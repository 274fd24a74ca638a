package tallystick.app.api.settlement;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.NamesActors;
import tallystick.app.api.Wire;
import tallystick.projections.settlement.ClosingView.Act;
import tallystick.projections.settlement.ClosingView.Closing;

/**
 * What of a window is to be approved, what was, and what waits for a second person.
 *
 * @param hash of inputs and outputs when they were netted, absent until then
 * @param approvedHash of what was approved last
 */
@Wire
record ApprovalsResource(
        String window,
        @Nullable String hash,
        @Nullable String approvedHash,
        @Nullable String maker,
        @Nullable String checker,
        List<Waiting> waiting)
        implements NamesActors {

    @Override
    public ApprovalsResource named(UnaryOperator<String> reveal) {
        return new ApprovalsResource(
                window,
                hash,
                approvedHash,
                maker == null ? null : reveal.apply(maker),
                checker == null ? null : reveal.apply(checker),
                waiting.stream()
                        .map(one -> new Waiting(one.act, reveal.apply(one.actor), one.subject))
                        .toList());
    }

    /**
     * The first of two persons.
     *
     * @param subject what they agree to: the hash, the value date in days since 1970, the reason
     */
    @Wire
    record Waiting(String act, String actor, String subject) {
        static Waiting of(Act act) {
            return new Waiting(act.act().toLowerCase(Locale.ROOT), act.actor(), act.subject());
        }
    }

    static ApprovalsResource of(String window, @Nullable Closing closing, List<Act> acts) {
        List<Waiting> waiting = acts.stream().map(Waiting::of).toList();
        return closing == null
                ? new ApprovalsResource(window, null, null, null, null, waiting)
                : new ApprovalsResource(
                        window,
                        ClosingText.orNull(closing.askedHash()),
                        ClosingText.orNull(closing.approvedHash()),
                        ClosingText.orNull(closing.approvalMaker()),
                        ClosingText.orNull(closing.approvalChecker()),
                        waiting);
    }
}
