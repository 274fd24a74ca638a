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
 * id)}; the fingerprint is over the canonical form of every fact, so that the same record sent as
 * JSON, NDJSON or binary is the same record, and any other fact under the same identity is a
 * conflict.
 *
 * <p>Canonical form: each field in declaration order, a text as its UTF-8 length (32-bit
 * big-endian, −1 for absent) and bytes, a number as 64-bit big-endian. One instance per thread;
 * allocates nothing as long as texts are ASCII.
 */
public final class UsageIdentity {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int DIGEST_BYTES = 32;

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
     * record it corrects or voids.
     */
    public void seal(UsageRecord usage) {
        identifyCorrected(usage);
        identify(usage);
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
        reserve(TokenClass.COUNT * Long.BYTES);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            LONG.set(buffer, length + i * Long.BYTES, usage.tokens[i]);
        }
        length += TokenClass.COUNT * Long.BYTES;
        bytes(usage.evidenceSha256);
        digest();
        usage.fingerprint = (long) LONG.get(digest, 0);
    }

    /** Computes the identity alone, for a record whose fingerprint is known. */
    public void identify(UsageRecord usage) {
        length = 0;
        text(usage.source);
        text(usage.id);
        digest();
        usage.keyHi = (long) LONG.get(digest, 0);
        usage.keyLo = (long) LONG.get(digest, 8);
    }

    private void identifyCorrected(UsageRecord usage) {
        if (usage.correctsSource == null || usage.correctsId == null) {
            usage.correctsKeyHi = 0;
            usage.correctsKeyLo = 0;
            return;
        }
        length = 0;
        text(usage.correctsSource);
        text(usage.correctsId);
        digest();
        usage.correctsKeyHi = (long) LONG.get(digest, 0);
        usage.correctsKeyLo = (long) LONG.get(digest, 8);
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
        reserve(Long.BYTES);
        LONG.set(buffer, length, value);
        length += Long.BYTES;
    }

    private void text(@Nullable String value) {
        if (value == null) {
            bytes(null);
            return;
        }
        int size = value.length();
        reserve(Integer.BYTES + size);
        byte[] to = buffer;
        int at = length + Integer.BYTES;
        int beyondAscii = 0;
        for (int i = 0; i < size; i++) {
            char c = value.charAt(i);
            beyondAscii |= c;
            to[at + i] = (byte) c;
        }
        if (beyondAscii >= 0x80) {
            bytes(value.getBytes(StandardCharsets.UTF_8));
            return;
        }
        INT.set(to, length, size);
        length = at + size;
    }

    private void bytes(byte @Nullable [] value) {
        int size = value == null ? -1 : value.length;
        reserve(Integer.BYTES + Math.max(size, 0));
        INT.set(buffer, length, size);
        length += Integer.BYTES;
        if (value != null) {
            System.arraycopy(value, 0, buffer, length, size);
            length += size;
        }
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
