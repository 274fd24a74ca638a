package tallystick.engine;

import tallystick.domain.Answer;

/**
 * Told once what became of a request. Called on a ring thread: must not block and must not submit
 * and wait.
 */
public interface Completion {

    /**
     * The request's events are forced to disk, or it was refused and changed nothing. For recorded
     * usage the outcome of each line stands in the records.
     */
    void answered(Answer answer);

    /** The engine stopped before the events were durable: whether they survive is not known. */
    void failed(Throwable cause);
}
