package tallystick.engine.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;
import tallystick.domain.money.Pico;

/** Bytes being written: numbers take as few as they need. */
final class VarBytes {

    static final int POSTED = 1;
    static final int HELD = 2;
    static final int SHORTFALL = 4;

    private byte[] bytes = new byte[1024];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void u8(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    /** Seven bits a byte, lowest first; the number is taken as unsigned. */
    void number(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            u8((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        u8((int) left);
    }

    /** A number that may be negative. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    /** How many bytes, then those of the two's complement, lowest first; 0 takes one byte. */
    void pico(Pico amount) {
        long lo = amount.lo();
        long hi = amount.hi();
        int start = length;
        u8(0);
        while (!(hi == 0 && lo == 0) && !(hi == -1 && lo == -1 && isNegative(start))) {
            u8((int) lo);
            lo = lo >>> 8 | hi << 56;
            hi >>= 8;
        }
        if (amount.signum() > 0 && isNegative(start)) {
            u8(0);
        }
        bytes[start] = (byte) (length - start - 1);
    }

    private boolean isNegative(int start) {
        return length > start + 1 && bytes[length - 1] < 0;
    }

    void balance(Balance balance) {
        pico(balance.posted());
        pico(balance.held());
        pico(balance.shortfall());
    }

    /** What moves, and when it counts where anything does. */
    void move(WalletMove move) {
        u8(
                (move.posted().isZero() ? 0 : POSTED)
                        | (move.held().isZero() ? 0 : HELD)
                        | (move.shortfall().isZero() ? 0 : SHORTFALL));
        if (!move.posted().isZero()) {
            pico(move.posted());
        }
        if (!move.held().isZero()) {
            pico(move.held());
            signed(move.heldEffectiveEpochNanos());
        }
        if (!move.shortfall().isZero()) {
            pico(move.shortfall());
        }
        if (!move.movesNoCredit()) {
            signed(move.effectiveEpochNanos());
        }
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        append(utf8, utf8.length);
    }

    void append(VarBytes other) {
        append(other.bytes, other.length);
    }

    private void append(byte[] more, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }
}
