package tallystick.app.cli;

import java.util.ArrayList;
import java.util.List;

/** What went wrong, in one line: the causes that say something new, outermost first. */
final class Failure {

    private static final int CAUSES = 8;

    private Failure() {}

    static String inOneLine(Throwable failure) {
        List<String> said = new ArrayList<>();
        Throwable cause = failure;
        for (int i = 0; i < CAUSES && cause != null; i++) {
            String message = cause.getMessage();
            String words = message == null ? cause.getClass().getSimpleName() : message;
            String line = words.lines().findFirst().orElse("");
            if (said.stream().noneMatch(earlier -> earlier.contains(line))) {
                said.add(line);
            }
            cause = cause.getCause();
        }
        return String.join(": ", said);
    }
}
