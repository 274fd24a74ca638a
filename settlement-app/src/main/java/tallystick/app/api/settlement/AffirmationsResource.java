package tallystick.app.api.settlement;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.NamesActors;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;
import tallystick.projections.settlement.ClosingView.Closing;

/**
 * Who has affirmed what of a window.
 *
 * @param affirmBy when who says nothing is deemed to have affirmed; absent when nobody is asked
 * @param toleranceMinor how far an operator's own total may be off, minor units
 */
@Wire
record AffirmationsResource(
        String window, @Nullable String affirmBy, long toleranceMinor, List<Side> sides)
        implements NamesActors {

    @Override
    public AffirmationsResource named(UnaryOperator<String> reveal) {
        return new AffirmationsResource(
                window,
                affirmBy,
                toleranceMinor,
                sides.stream().map(side -> side.named(reveal)).toList());
    }

    /**
     * A side of a statement.
     *
     * @param hash of the statement, for the operator to compare with its own
     * @param state open, proposed or affirmed
     * @param how it was affirmed, absent until then
     * @param ownHash what the operator calculated instead, absent when it agreed or sent nothing
     */
    @Wire
    record Side(
            String statement,
            String operator,
            String hash,
            String total,
            String state,
            @Nullable String how,
            @Nullable String maker,
            @Nullable String checker,
            @Nullable String ownHash,
            @Nullable String ownTotal) {

        private Side named(UnaryOperator<String> reveal) {
            return new Side(
                    statement,
                    operator,
                    hash,
                    total,
                    state,
                    how,
                    maker == null ? null : reveal.apply(maker),
                    checker == null ? null : reveal.apply(checker),
                    ownHash,
                    ownTotal);
        }

        static Side of(
                Statement statement,
                String operator,
                tallystick.projections.settlement.ClosingView.@Nullable Side said) {
            String hash = StatementHash.of(statement).toHex();
            String total = statement.totalPico().toDecimalString();
            if (said == null) {
                return new Side(
                        statement.statement(),
                        operator,
                        hash,
                        total,
                        "open",
                        null,
                        null,
                        null,
                        null,
                        null);
            }
            boolean isAffirmed = !said.how().isEmpty();
            boolean isProposed = !said.maker().isEmpty();
            return new Side(
                    statement.statement(),
                    operator,
                    hash,
                    total,
                    isAffirmed ? "affirmed" : isProposed ? "proposed" : "open",
                    isAffirmed ? said.how().toLowerCase(java.util.Locale.ROOT) : null,
                    ClosingText.orNull(said.maker()),
                    ClosingText.orNull(said.checker()),
                    ClosingText.orNull(said.ownHash()),
                    said.ownHash().isEmpty()
                            ? null
                            : WireText.minor(said.ownMinor(), statement.minorDigits()));
        }
    }

    static AffirmationsResource of(String window, @Nullable Closing closing, List<Side> sides) {
        return new AffirmationsResource(
                window,
                closing == null ? null : ClosingText.timeOrNull(closing.affirmByEpochNanos()),
                closing == null ? 0 : closing.toleranceMinor(),
                sides);
    }
}
