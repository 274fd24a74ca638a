package tallystick.loadgen.trace;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of a trace, one after the other, in constant memory. */
public interface TraceCursor extends Closeable {

    /**
     * The next row, null after the last.
     *
     * @throws TraceFormatException naming the line and the rule it breaks
     * @throws IOException when the file cannot be read
     */
    @Nullable TraceRow next() throws IOException;

    @Override
    default void close() throws IOException {}
}
