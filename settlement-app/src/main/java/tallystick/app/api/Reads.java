package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.projections.ProgressView;
import tallystick.projections.parking.ParkedView;

/**
 * What every read has in common: how fresh it is asked to be, and that what is not there is 404.
 */
@Component
public final class Reads {

    /** Longest wait for a projection. */
    public static final long WAIT_MILLIS = 2_000;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final ProgressView progress;
    private final ParkedView parked;

    public Reads(ProgressView progress, ParkedView parked) {
        this.progress = progress;
        this.parked = parked;
    }

    /**
     * Waits as {@link #await(HttpServletRequest, String)}, and refuses what is not whole.
     *
     * @param sequence what is read, such as {@code wallet:alice}
     * @throws ProblemException 409 also when events of that sequence are parked
     */
    public void await(HttpServletRequest request, String projection, String sequence) {
        await(request, projection);
        requireWhole(projection, sequence, parked.since(projection, sequence));
    }

    /**
     * Waits as {@link #await(HttpServletRequest, String)}, for a sum over all sequences.
     *
     * @throws ProblemException 409 also when anything of the projection is parked
     */
    public void awaitAll(HttpServletRequest request, String projection) {
        await(request, projection);
        requireWhole(projection, "", parked.since(projection));
    }

    private static void requireWhole(String projection, String sequence, @Nullable Long since) {
        if (since == null) {
            return;
        }
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("projection", projection);
        facts.put("position", Long.toString(since));
        if (!sequence.isEmpty()) {
            facts.put("sequence", sequence);
        }
        throw new ProblemException(
                ProblemDocument.of(
                        ProblemCode.PROJECTION_PARKED,
                        "the event at position "
                                + since
                                + " is not in the tables and waits for a person",
                        facts));
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
