package tallystick.domain.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
 * big-endian, −1 for absent) and bytes, a number as 64-bit big-endian. One instance per thread.
 */
public final class UsageIdentity {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha256;
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
        for (long count : usage.tokens) {
            number(count);
        }
        bytes(usage.evidenceSha256);
        usage.fingerprint = (long) LONG.get(digest(), 0);
    }

    /** Computes the identity alone, for a record whose fingerprint is known. */
    public void identify(UsageRecord usage) {
        length = 0;
        text(usage.source);
        text(usage.id);
        byte[] key = digest();
        usage.keyHi = (long) LONG.get(key, 0);
        usage.keyLo = (long) LONG.get(key, 8);
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
        byte[] key = digest();
        usage.correctsKeyHi = (long) LONG.get(key, 0);
        usage.correctsKeyLo = (long) LONG.get(key, 8);
    }

    private byte[] digest() {
        sha256.update(buffer, 0, length);
        return sha256.digest();
    }

    private void number(long value) {
        reserve(8);
        LONG.set(buffer, length, value);
        length += 8;
    }

    private void text(@Nullable String value) {
        bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte @Nullable [] value) {
        int size = value == null ? -1 : value.length;
        reserve(4 + Math.max(size, 0));
        INT.set(buffer, length, size);
        length += 4;
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
