package tallystick.loadgen.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads Azure's trace format strictly: the header {@code TIMESTAMP,ContextTokens,GeneratedTokens},
 * then one request a line, lines ended by LF or CRLF (the last one need not be). What is not
 * exactly that is refused with its line and the rule, never skipped and never guessed.
 */
public final class TraceReader implements TraceCursor {

    /** The first line of every trace. */
    static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";

    /** A timestamp, two counts of sixteen digits and commas are 61 characters. */
    private static final int LONGEST_LINE = 80;

    private static final int END = -1;

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int buffered;
    private int taken;
    private final byte[] line = new byte[LONGEST_LINE];
    private long lineNumber;

    private TraceReader(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws TraceFormatException when the header is not a trace's
     */
    public static TraceReader open(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.newInputStream(file));
    }

    /** The small generated sample that ships with the product. */
    public static TraceReader openSample() throws IOException {
        InputStream sample = TraceReader.class.getResourceAsStream("sample.csv");
        if (sample == null) {
            throw new IOException("sample.csv is not on the class path");
        }
        return of("sample.csv", sample);
    }

    /**
     * Reads from a stream, which it closes when the header is refused and when it is closed itself.
     *
     * @param name what errors call it
     */
    static TraceReader of(String name, InputStream in) throws IOException {
        TraceReader reader = new TraceReader(name, in);
        try {
            reader.readHeader();
        } catch (IOException refused) {
            in.close();
            throw refused;
        }
        return reader;
    }

    @Override
    public @Nullable TraceRow next() throws IOException {
        int length = readLine();
        if (length == END) {
            return null;
        }
        int firstComma = comma(0, length);
        int secondComma = firstComma < 0 ? -1 : comma(firstComma + 1, length);
        if (secondComma < 0 || comma(secondComma + 1, length) >= 0) {
            throw broken("must have three fields: " + HEADER);
        }
        try {
            return new TraceRow(
                    TraceTimestamp.parse(line, 0, firstComma),
                    tokens("ContextTokens", firstComma + 1, secondComma),
                    tokens("GeneratedTokens", secondComma + 1, length));
        } catch (IllegalArgumentException rule) {
            throw broken(rule.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void readHeader() throws IOException {
        int length = readLine();
        lineNumber = Math.max(lineNumber, 1);
        if (length == END || !HEADER.equals(text(length))) {
            throw broken("the first line must be " + HEADER);
        }
    }

    private String text(int length) {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private long tokens(String field, int start, int end) {
        boolean digits = end > start && end - start <= 16;
        long value = 0;
        for (int i = start; digits && i < end; i++) {
            digits = line[i] >= '0' && line[i] <= '9';
            value = value * 10 + line[i] - '0';
        }
        boolean padded = end - start > 1 && line[start] == '0';
        if (!digits || padded || value > 9_007_199_254_740_991L) {
            throw new IllegalArgumentException(
                    field + " must be a whole number 0 … 9007199254740991, digits only");
        }
        return value;
    }

    private int comma(int from, int length) {
        for (int i = from; i < length; i++) {
            if (line[i] == ',') {
                return i;
            }
        }
        return -1;
    }

    /** Fills {@link #line}; the length without the line end, or {@link #END}. */
    private int readLine() throws IOException {
        int length = 0;
        int next = read();
        if (next == END) {
            return END;
        }
        lineNumber++;
        while (next != END && next != '\n') {
            if (length == LONGEST_LINE) {
                throw broken("must be at most " + LONGEST_LINE + " characters long");
            }
            line[length++] = (byte) next;
            next = read();
        }
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }

    private int read() throws IOException {
        if (taken == buffered) {
            buffered = in.read(buffer);
            taken = 0;
            if (buffered <= 0) {
                buffered = 0;
                return END;
            }
        }
        return buffer[taken++] & 0xff;
    }

    private TraceFormatException broken(@Nullable String rule) {
        return new TraceFormatException(name, lineNumber, String.valueOf(rule));
    }
}
