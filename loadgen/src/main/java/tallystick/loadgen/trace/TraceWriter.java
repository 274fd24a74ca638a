package tallystick.loadgen.trace;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a trace in the format {@link TraceReader} reads, lines ended by LF. */
public final class TraceWriter {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSS", Locale.ROOT);

    private TraceWriter() {}

    /** Writes the header and every row that {@code rows} still has. */
    public static void write(TraceCursor rows, Appendable out) throws IOException {
        out.append(TraceReader.HEADER).append('\n');
        for (TraceRow row = rows.next(); row != null; row = rows.next()) {
            out.append(timestamp(row.arrivedEpochNanos()))
                    .append(',')
                    .append(Long.toString(row.contextTokens()))
                    .append(',')
                    .append(Long.toString(row.generatedTokens()))
                    .append('\n');
        }
    }

    private static String timestamp(long epochNanos) {
        Instant instant = Instant.ofEpochSecond(0, epochNanos);
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).format(TIMESTAMP);
    }
}
