package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.projections.ProgressView;

/**
 * What every read has in common: how fresh it is asked to be, and that what is not there is 404.
 */
@Component
public final class Reads {

    /** Longest wait for a projection. */
    static final long WAIT_MILLIS = 2_000;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final ProgressView progress;

    public Reads(ProgressView progress) {
        this.progress = progress;
    }

    /**
     * Waits until a projection is as far as the request's {@code min_position}, if it has one.
     *
     * @throws ProblemException 409 when it is not there in time, 400 when it is not a position
     */
    public void await(HttpServletRequest request, String projection) {
        String text = request.getParameter("min_position");
        if (text == null) {
            return;
        }
        long minPosition = position("min_position", text);
        try {
            if (progress.awaitPosition(projection, minPosition, WAIT_MILLIS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw behind(minPosition);
    }

    /** Nothing younger than {@code minPosition} is to be had yet. */
    public static ProblemException behind(long minPosition) {
        return new ProblemException(
                ProblemDocument.of(
                        ProblemCode.PROJECTION_BEHIND,
                        "position " + minPosition + " has not been reached yet"),
                RETRY_AFTER_SECONDS);
    }

    /**
     * A journal position.
     *
     * @throws ProblemException 400 when the text is not one
     */
    public static long position(String parameter, String text) {
        if (!text.matches("-1|[0-9]{1,18}")) {
            throw ProblemException.ofParameter(parameter, "must be a journal position");
        }
        return Long.parseLong(text);
    }

    /**
     * What was found.
     *
     * @throws ProblemException 404 when nothing was
     */
    public static <T> T found(@Nullable T thing, String what) {
        if (thing == null) {
            throw missing(what);
        }
        return thing;
    }

    /** What is not there, or not the caller's: one answer for both. */
    public static ProblemException missing(String what) {
        return new ProblemException(ProblemCode.NOT_FOUND, "there is no such " + what);
    }
}
