package tallystick.app.api.suspense;

import java.util.function.UnaryOperator;
import tallystick.app.api.NamesActors;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;

/**
 * A step of a release.
 *
 * @param suspended position of the suspended record
 * @param state {@code proposed} or {@code released}
 * @param actor who took the step
 */
@Wire
record ReleaseResource(String suspended, String state, String actor, String position)
        implements NamesActors {

    @Override
    public ReleaseResource named(UnaryOperator<String> reveal) {
        return new ReleaseResource(suspended, state, reveal.apply(actor), position);
    }

    static ReleaseResource of(long suspended, String state, String actor, Answer answer) {
        return new ReleaseResource(
                WireText.position(suspended), state, actor, WireText.position(answer.position()));
    }
}
