package tallystick.domain.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.PicoArray;

/** SHA-256 over a canonical walk of the state: equal states, equal digests, on any machine. */
final class StateDigest {

    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    StateDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    StateDigest number(long value) {
        sha256.update(number.clear().putLong(value).flip());
        return this;
    }

    StateDigest text(@Nullable String value) {
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        number(value == null ? -1 : bytes.length);
        sha256.update(bytes);
        return this;
    }

    StateDigest amount(PicoArray amounts, int index) {
        return number(amounts.hi(index)).number(amounts.lo(index));
    }

    StateDigest names(NameTable names) {
        int size = names.size();
        number(size);
        for (int ref = 0; ref < size; ref++) {
            text(names.nameOf(ref));
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
