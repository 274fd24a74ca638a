package tallystick.projections.parking;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.projections.ProgressException;

/**
 * Whether a failure is the event's own, so that trying again changes nothing. Values that
 * PostgreSQL refuses and faults of ours are; a connection that broke, a database that is full or
 * stopping, a conflict of transactions, or tables that do not exist say nothing about the event.
 */
public final class Poison {

    /** Classes of SQLSTATE: cardinality, data, constraint, check option, program limits. */
    private static final Set<String> OF_THE_EVENT = Set.of("21", "22", "23", "44", "54");

    private static final int CAUSE_CHARS = 500;

    private Poison() {}

    /** Whether the event is to blame. */
    public static boolean isPoison(Throwable failure) {
        if (!(failure instanceof Exception) || failure instanceof ProgressException) {
            return false;
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state != null
                        && state.length() == 5
                        && OF_THE_EVENT.contains(state.substring(0, 2));
            }
            if (cause instanceof InterruptedException) {
                return false;
            }
        }
        return true;
    }

    /** What is written down of a failure: its kind and first line, at most 500 characters. */
    public static String inOneLine(Throwable failure) {
        String message = failure.getMessage();
        String line = message == null ? "" : ": " + message.lines().findFirst().orElse("");
        String text = (failure.getClass().getSimpleName() + line).replace('\0', '\uFFFD');
        return text.length() <= CAUSE_CHARS ? text : text.substring(0, CAUSE_CHARS);
    }
}
