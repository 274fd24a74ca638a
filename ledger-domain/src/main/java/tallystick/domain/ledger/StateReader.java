package tallystick.domain.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;

/**
 * Reads what a {@link StateWriter} wrote. It believes its bytes: whoever gives them has checked
 * them. Every method throws {@link StateFormatException} when what comes next cannot be what was
 * asked for. One thread.
 */
public final class StateReader {

    private static final int BUFFER_BYTES = 1 << 16;

    /** So much is allocated at most before the bytes for it have been seen. */
    private static final int CAUTIOUS = 1 << 20;

    private final StateSource source;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    public StateReader(StateSource source) {
        this.source = source;
        buffer.limit(0);
    }

    /** Requires that a part begins here. */
    public void section(String tag) {
        String found = optionalText();
        if (!tag.equals(found)) {
            throw new StateFormatException("the part " + tag + " is not where it should be");
        }
    }

    public long number() {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /** A number from 0 to the largest int. */
    public int count() {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new StateFormatException(value + " is not a count");
        }
        return (int) value;
    }

    /** A number that is an int. */
    public int ref() {
        long value = number();
        if (value != (int) value) {
            throw new StateFormatException(value + " is out of range");
        }
        return (int) value;
    }

    public boolean flag() {
        require(1);
        byte value = buffer.get();
        if (value != 0 && value != 1) {
            throw new StateFormatException(value + " is neither yes nor no");
        }
        return value == 1;
    }

    public String text() {
        String value = optionalText();
        if (value == null) {
            throw new StateFormatException("a text is missing");
        }
        return value;
    }

    public @Nullable String optionalText() {
        long length = number();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new StateFormatException("a text of " + length + " bytes");
        }
        if (length <= BUFFER_BYTES) {
            require((int) length);
            String text =
                    new String(bytes, buffer.position(), (int) length, StandardCharsets.UTF_8);
            buffer.position(buffer.position() + (int) length);
            return text;
        }
        return longText((int) length);
    }

    private String longText(int length) {
        byte[] utf8 = new byte[Math.min(length, CAUTIOUS)];
        for (int at = 0; at < length; ) {
            require(1);
            if (at == utf8.length) {
                utf8 = Arrays.copyOf(utf8, larger(at, length));
            }
            int part = Math.min(buffer.remaining(), utf8.length - at);
            buffer.get(utf8, at, part);
            at += part;
        }
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }

    public <E extends Enum<E>> E symbol(Class<E> type) {
        E value = optionalSymbol(type);
        if (value == null) {
            throw new StateFormatException("a " + type.getSimpleName() + " is missing");
        }
        return value;
    }

    public <E extends Enum<E>> @Nullable E optionalSymbol(Class<E> type) {
        String name = optionalText();
        if (name == null) {
            return null;
        }
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException unknown) {
            throw new StateFormatException(name + " is no " + type.getSimpleName());
        }
    }

    public Pico amount() {
        return new Pico(number(), number());
    }

    /** Fills an array that is still empty. */
    public void amounts(PicoArray into) {
        int size = count();
        for (int i = 0; i < size; i++) {
            into.set(into.add(), number(), number());
        }
    }

    public List<String> texts() {
        return list(this::text);
    }

    public List<Long> numbers() {
        return list(this::number);
    }

    /** As many values as the number says that comes first. */
    <T> List<T> list(Supplier<T> value) {
        int size = count();
        List<T> values = new ArrayList<>(Math.min(size, CAUTIOUS));
        for (int i = 0; i < size; i++) {
            values.add(value.get());
        }
        return values;
    }

    public int[] ints() {
        int length = count();
        int[] values = new int[Math.min(length, CAUTIOUS)];
        for (int at = 0; at < length; ) {
            require(Integer.BYTES);
            if (at == values.length) {
                values = Arrays.copyOf(values, larger(at, length));
            }
            int part = Math.min(buffer.remaining() / Integer.BYTES, values.length - at);
            buffer.asIntBuffer().get(values, at, part);
            buffer.position(buffer.position() + part * Integer.BYTES);
            at += part;
        }
        return values;
    }

    public long[] longs() {
        int length = count();
        long[] values = new long[Math.min(length, CAUTIOUS)];
        for (int at = 0; at < length; ) {
            require(Long.BYTES);
            if (at == values.length) {
                values = Arrays.copyOf(values, larger(at, length));
            }
            int part = Math.min(buffer.remaining() / Long.BYTES, values.length - at);
            buffer.asLongBuffer().get(values, at, part);
            buffer.position(buffer.position() + part * Long.BYTES);
            at += part;
        }
        return values;
    }

    /** An array that must have that length. */
    public long[] longs(int length) {
        long[] values = longs();
        if (values.length != length) {
            throw new StateFormatException(values.length + " numbers instead of " + length);
        }
        return values;
    }

    private static int larger(int now, int wanted) {
        return (int) Math.min(wanted, 2L * now);
    }

    /** Sees to it that so many bytes are in the buffer. */
    private void require(int count) {
        while (buffer.remaining() < count) {
            buffer.compact();
            int read = source.read(bytes, buffer.position(), buffer.remaining());
            buffer.position(buffer.position() + Math.max(read, 0)).flip();
            if (read <= 0) {
                throw new StateFormatException("it ends too early");
            }
        }
    }
}
