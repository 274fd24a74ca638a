package tallystick.domain.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;

/**
 * Writes a state as bytes, little-endian: numbers as 64 bits, texts as their length (−1 for null)
 * and UTF-8, arrays as their length and their elements as they stand in memory. One thread.
 */
public final class StateWriter {

    private static final int BUFFER_BYTES = 1 << 16;

    private final StateSink sink;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    public StateWriter(StateSink sink) {
        this.sink = sink;
    }

    /** Hands everything that was written to the sink. */
    public void flush() {
        sink.write(bytes, 0, buffer.position());
        buffer.clear();
    }

    /** Begins a part; a reader that expects another one notices. */
    public StateWriter section(String tag) {
        return text(tag);
    }

    public StateWriter number(long value) {
        reserve(Long.BYTES);
        buffer.putLong(value);
        return this;
    }

    public StateWriter flag(boolean value) {
        reserve(1);
        buffer.put((byte) (value ? 1 : 0));
        return this;
    }

    public StateWriter text(@Nullable String value) {
        if (value == null) {
            return number(-1);
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        if (utf8.length > BUFFER_BYTES) {
            flush();
            sink.write(utf8, 0, utf8.length);
            return this;
        }
        reserve(utf8.length);
        buffer.put(utf8);
        return this;
    }

    /** By name, so that an order of constants that changes does no harm. */
    public StateWriter symbol(@Nullable Enum<?> value) {
        return text(value == null ? null : value.name());
    }

    public StateWriter amount(Pico value) {
        return number(value.hi()).number(value.lo());
    }

    public StateWriter amounts(PicoArray values) {
        number(values.size());
        for (int i = 0; i < values.size(); i++) {
            number(values.hi(i)).number(values.lo(i));
        }
        return this;
    }

    public StateWriter texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    public StateWriter numbers(List<Long> values) {
        number(values.size());
        values.forEach(this::number);
        return this;
    }

    /** The first {@code length} elements. */
    public StateWriter ints(int[] values, int length) {
        number(length);
        for (int at = 0; at < length; ) {
            reserve(Integer.BYTES);
            int count = Math.min(length - at, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Integer.BYTES);
            at += count;
        }
        return this;
    }

    public StateWriter ints(int[] values) {
        return ints(values, values.length);
    }

    /** The first {@code length} elements. */
    public StateWriter longs(long[] values, int length) {
        number(length);
        for (int at = 0; at < length; ) {
            reserve(Long.BYTES);
            int count = Math.min(length - at, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Long.BYTES);
            at += count;
        }
        return this;
    }

    public StateWriter longs(long[] values) {
        return longs(values, values.length);
    }

    private void reserve(int more) {
        if (buffer.remaining() < more) {
            flush();
        }
    }
}
