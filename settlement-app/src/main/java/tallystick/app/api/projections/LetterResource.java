package tallystick.app.api.projections;

import java.util.List;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.parking.ParkedView.Letter;

/** An event that could not be folded, what is parked with it, and why. */
@Wire
record LetterResource(
        String position,
        String event,
        List<String> sequences,
        String cause,
        String parkedAt,
        int attempts) {

    static LetterResource of(Letter letter) {
        return new LetterResource(
                WireText.position(letter.position()),
                letter.event(),
                letter.sequences(),
                letter.cause(),
                WireText.time(letter.parkedAt()),
                letter.attempts());
    }
}
