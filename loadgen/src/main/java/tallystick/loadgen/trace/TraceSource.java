package tallystick.loadgen.trace;

import java.io.IOException;
import java.nio.file.Path;

/** A trace that can be read from its beginning any number of times, each time the same rows. */
public sealed interface TraceSource {

    /**
     * Starts reading at the first row.
     *
     * @throws IOException when a file cannot be opened or its header is not a trace's
     */
    TraceCursor open() throws IOException;

    /** A CSV file in Azure's format. */
    record TraceFile(Path file) implements TraceSource {
        @Override
        public TraceCursor open() throws IOException {
            return TraceReader.open(file);
        }
    }

    /**
     * A trace of our own making.
     *
     * @param seed what it is made from: the same seed and count make the same rows
     * @param rows how many, 0 or more
     */
    record Generated(long seed, long rows) implements TraceSource {
        @Override
        public TraceCursor open() {
            return new TraceGenerator(seed, rows);
        }
    }
}
