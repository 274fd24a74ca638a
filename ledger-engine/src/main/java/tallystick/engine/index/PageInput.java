package tallystick.engine.index;

import java.nio.charset.StandardCharsets;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;
import tallystick.domain.money.Pico;

/** Reads what {@link VarBytes} wrote, out of pages. */
final class PageInput {

    private static final int MOST_NUMBER_BITS = 63;
    private static final int MOST_TEXT_BYTES = 1 << 16;

    private final PageReader pages;
    private long at;

    PageInput(PageReader pages, long at) {
        this.pages = pages;
        this.at = at;
    }

    long at() {
        return at;
    }

    int u8() {
        return pages.u8(at++);
    }

    long u64() {
        at += Long.BYTES;
        return pages.u64(at - Long.BYTES);
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift <= MOST_NUMBER_BITS; shift += 7) {
            int next = u8();
            value |= ((long) next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IndexDamagedException("a number has too many bytes");
    }

    /** A number that must be 0 … {@code most}. */
    int count(long most) {
        long value = number();
        if (value < 0 || value > most) {
            throw new IndexDamagedException(value + " is more than " + most);
        }
        return Math.toIntExact(value);
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    Pico pico() {
        int length = u8();
        if (length > 2 * Long.BYTES) {
            throw new IndexDamagedException("an amount has " + length + " bytes");
        }
        long lo = 0;
        long hi = 0;
        for (int i = 0; i < length; i++) {
            // The last byte carries the sign.
            long next = i == length - 1 ? (byte) u8() : u8();
            if (i < Long.BYTES) {
                lo |= next << (8 * i);
                hi = next < 0 ? -1 : 0;
            } else {
                hi = i == Long.BYTES ? next : hi | (next << (8 * (i - Long.BYTES)));
            }
        }
        return new Pico(hi, lo);
    }

    Balance balance() {
        return new Balance(pico(), pico(), pico());
    }

    WalletMove move() {
        int moved = u8();
        Pico posted = (moved & VarBytes.POSTED) != 0 ? pico() : Pico.ZERO;
        boolean holds = (moved & VarBytes.HELD) != 0;
        Pico held = holds ? pico() : Pico.ZERO;
        long heldEffective = holds ? signed() : 0;
        Pico shortfall = (moved & VarBytes.SHORTFALL) != 0 ? pico() : Pico.ZERO;
        boolean credit = (moved & (VarBytes.POSTED | VarBytes.SHORTFALL)) != 0;
        return new WalletMove(posted, held, shortfall, credit ? signed() : 0, heldEffective);
    }

    String text() {
        byte[] utf8 = new byte[count(MOST_TEXT_BYTES)];
        for (int i = 0; i < utf8.length; i++) {
            utf8[i] = (byte) u8();
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
