package tallystick.app.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tallystick.loadgen.trace.TraceSource;

/**
 * What a run is told.
 *
 * @param data directory of the node, absent or empty
 * @param port where the console is; null for 8080 or, when that is taken, any free one
 * @param trace what is replayed, one row or more
 */
public record DemoOptions(Path data, @Nullable Integer port, TraceSource trace) {}
