package tallystick.domain.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The seal is SHA-256 over the canonical form, as written down and not as optimised. */
class UsageIdentityTest {

    private final UsageIdentity identity = new UsageIdentity();

    @Test
    void itIsThatOfTheCanonicalForm() throws Exception {
        for (String text :
                List.of("", "a", "wallet-42", "지갑", "é", "Āb", "\uD83D\uDE00x", "\u007F\u0080")) {
            UsageRecord usage = record(text);
            check(usage);
            usage.hold = text;
            usage.modelServed = text;
            usage.attributes = "{\"k\":\"" + text.repeat(700) + "\"}";
            usage.evidenceSha256 = new byte[] {1, 2, 3};
            usage.endedEpochNanos = Long.MIN_VALUE;
            usage.tokens[0] = Long.MAX_VALUE;
            check(usage);
            usage.hold = text.repeat(126 / Math.max(1, text.length()));
            usage.requestId = "r".repeat(126);
            usage.modelServed = "m".repeat(127);
            check(usage);
        }
    }

    @Test
    void textsThatShareTheirLowBytesDiffer() {
        UsageRecord one = record("Āb");
        UsageRecord other = record("\0b");
        identity.seal(one);
        identity.seal(other);
        assertNotEquals(one.keyLo, other.keyLo);
        assertNotEquals(one.fingerprint, other.fingerprint);
    }

    private void check(UsageRecord usage) throws IOException, NoSuchAlgorithmException {
        identity.seal(usage);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(form);
        text(out, usage.source);
        text(out, usage.id);
        ByteBuffer key = sha256(form);
        assertEquals(key.getLong(), usage.keyHi);
        assertEquals(key.getLong(), usage.keyLo);
        form.reset();
        out.writeLong(usage.keyHi);
        out.writeLong(usage.keyLo);
        number(out, usage.kind.ordinal());
        text(out, usage.wallet);
        number(out, usage.endedEpochNanos);
        number(out, usage.sequence);
        text(out, usage.requestId);
        number(out, usage.attempt);
        text(out, usage.hold);
        text(out, usage.model);
        text(out, usage.modelServed);
        text(out, usage.homeOperator);
        text(out, usage.servingOperator);
        text(out, usage.tenant);
        text(out, usage.apiKey);
        text(out, usage.site);
        text(out, usage.servedIn);
        text(out, usage.correctsSource);
        text(out, usage.correctsId);
        text(out, usage.attributes);
        for (long tokens : usage.tokens) {
            number(out, tokens);
        }
        bytes(out, usage.evidenceSha256);
        assertEquals(sha256(form).getLong(), usage.fingerprint);
    }

    private static ByteBuffer sha256(ByteArrayOutputStream form) throws NoSuchAlgorithmException {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(form.toByteArray()));
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        bytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        length(out, bytes == null ? BigInteger.ZERO : BigInteger.valueOf(bytes.length + 1L));
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** Zigzag: 0, −1, 1, −2 become 0, 1, 2, 3. */
    private static void number(DataOutputStream out, long number) throws IOException {
        BigInteger doubled = BigInteger.valueOf(number).shiftLeft(1);
        length(out, number < 0 ? doubled.negate().subtract(BigInteger.ONE) : doubled);
    }

    private static void length(DataOutputStream out, BigInteger number) throws IOException {
        BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(128));
        while (parts[0].signum() > 0) {
            out.writeByte(128 + parts[1].intValue());
            parts = parts[0].divideAndRemainder(BigInteger.valueOf(128));
        }
        out.writeByte(parts[1].intValue());
    }

    private static UsageRecord record(String text) {
        UsageRecord usage = new UsageRecord();
        usage.source = "//gw/" + text;
        usage.id = text;
        usage.requestId = text + text;
        usage.wallet = text;
        usage.model = "m" + text;
        usage.homeOperator = "home";
        usage.servingOperator = "serving";
        usage.tenant = text;
        usage.endedEpochNanos = 1_768_478_400_000_000_000L;
        for (int i = 0; i < usage.tokens.length; i++) {
            usage.tokens[i] = i * 1_000_003L;
        }
        return usage;
    }
}
