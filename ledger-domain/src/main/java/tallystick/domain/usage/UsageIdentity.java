package tallystick.domain.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals a usage record with its identity and fingerprint. The identity is over {@code (source,
 * id)}; the fingerprint is over the identity and the canonical form of every other fact, so that
 * the same record sent as JSON, NDJSON or binary is the same record, and any other fact under the
 * same identity is a conflict.
 *
 * <p>Canonical form: each field in declaration order; a number as zigzag LEB128 (Protocol Buffers'
 * {@code sint64}), a text or bytes as LEB128 of their length and one, 0 for absent, and the UTF-8
 * or the bytes. The identity is over source and id, the fingerprint over the identity's 16 bytes
 * and the other facts. The form is short because hashing is what an edge does most. One instance
 * per thread; allocates nothing as long as texts are ASCII.
 */
public final class UsageIdentity {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int DIGEST_BYTES = 32;
    private static final int KEY_BYTES = 16;
    private static final int MAX_LEB128_BYTES = 10;

    private final MessageDigest sha256;
    private final byte[] digest = new byte[DIGEST_BYTES];
    private byte[] buffer = new byte[1024];
    private int length;

    public UsageIdentity() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Computes identity and fingerprint of {@code usage} from its facts, and the identity of the
     * record it corrects or voids. Facts that were set since it was last sealed have no numbers.
     */
    public void seal(UsageRecord usage) {
        usage.numberedBy = null;
        identifyCorrected(usage);
        identify(usage);
        System.arraycopy(digest, 0, buffer, 0, KEY_BYTES);
        length = KEY_BYTES;
        number(usage.kind.ordinal());
        text(usage.wallet);
        number(usage.endedEpochNanos);
        number(usage.sequence);
        text(usage.requestId);
        number(usage.attempt);
        text(usage.hold);
        text(usage.model);
        text(usage.modelServed);
        text(usage.homeOperator);
        text(usage.servingOperator);
        text(usage.tenant);
        text(usage.apiKey);
        text(usage.site);
        text(usage.servedIn);
        text(usage.correctsSource);
        text(usage.correctsId);
        text(usage.attributes);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            number(usage.tokens[i]);
        }
        bytes(usage.evidenceSha256);
        digest();
        usage.fingerprint = (long) LONG.get(digest, 0);
    }

    /** Computes the identity alone, for a record whose fingerprint is known. */
    public void identify(UsageRecord usage) {
        digestKey(usage.source, usage.id);
        usage.keyHi = (long) LONG.get(digest, 0);
        usage.keyLo = (long) LONG.get(digest, Long.BYTES);
    }

    private void identifyCorrected(UsageRecord usage) {
        if (usage.correctsSource == null || usage.correctsId == null) {
            usage.correctsKeyHi = 0;
            usage.correctsKeyLo = 0;
            return;
        }
        digestKey(usage.correctsSource, usage.correctsId);
        usage.correctsKeyHi = (long) LONG.get(digest, 0);
        usage.correctsKeyLo = (long) LONG.get(digest, Long.BYTES);
    }

    private void digestKey(String source, String id) {
        length = 0;
        text(source);
        text(id);
        digest();
    }

    private void digest() {
        try {
            sha256.update(buffer, 0, length);
            sha256.digest(digest, 0, DIGEST_BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", impossible);
        }
    }

    private void number(long value) {
        leb128(value << 1 ^ value >> (Long.SIZE - 1));
    }

    private void leb128(long unsigned) {
        reserve(MAX_LEB128_BYTES);
        byte[] to = buffer;
        int at = length;
        long left = unsigned;
        while ((left & ~0x7FL) != 0) {
            to[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        to[at++] = (byte) left;
        length = at;
    }

    private void text(@Nullable String value) {
        if (value == null) {
            leb128(0);
            return;
        }
        if (value.length() < 0x7F) {
            // One byte of length unless the text is not ASCII: then it is written again.
            int lengthAt = length;
            reserve(1);
            length++;
            int size = characters(value);
            if (size == value.length()) {
                buffer[lengthAt] = (byte) (size + 1);
                return;
            }
            length = lengthAt;
        }
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends the UTF-8 bytes and says how many. */
    private int characters(String value) {
        int size = value.length();
        reserve(size);
        byte[] to = buffer;
        int at = length;
        int beyondAscii = 0;
        for (int i = 0; i < size; i++) {
            char c = value.charAt(i);
            beyondAscii |= c;
            to[at + i] = (byte) c;
        }
        if (beyondAscii >= 0x80) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            append(utf8);
            return utf8.length;
        }
        length = at + size;
        return size;
    }

    private void bytes(byte @Nullable [] value) {
        if (value == null) {
            leb128(0);
            return;
        }
        leb128(value.length + 1L);
        append(value);
    }

    private void append(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
