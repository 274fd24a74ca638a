package tallystick.loadgen.trace;

import java.io.IOException;
import java.util.Objects;

/** A line of a trace file breaks a rule of the format. */
public final class TraceFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long line;

    TraceFormatException(String file, long line, String rule) {
        super(file + ", line " + line + ": " + rule);
        this.line = line;
    }

    /** Names the file, the line and the rule. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The line at fault, counted from 1, the header included. */
    public long line() {
        return line;
    }
}
