package tallystick.engine.tlog;

import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.SignedNote;

/**
 * A checkpoint that anybody may have.
 *
 * @param note as signed by the log, with the cosignatures there are
 * @param checkpoint what it says
 */
public record Published(SignedNote note, Checkpoint checkpoint) {

    static Published of(SignedNote note) {
        return new Published(note, Checkpoint.parse(note.text()));
    }
}
