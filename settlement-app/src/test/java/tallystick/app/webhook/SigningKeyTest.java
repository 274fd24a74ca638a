package tallystick.app.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures are those of Standard Webhooks, by its own vector and by another implementation. */
class SigningKeyTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;

    /** The vector in the specification's libraries. */
    @Test
    void thePublishedVectorComesOut() {
        SigningKey key =
                SigningKey.Shared.of(
                        Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assertEquals("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", key.shown());
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                key.signature(ID, 1614265330, BODY));
    }

    /** RFC 8032 §7.1, tests 1 and 2. */
    @Test
    void aSeedMakesTheKeyPairOfTheRfc() {
        HexFormat hex = HexFormat.of();
        SigningKey.Pair one =
                SigningKey.Pair.of(
                        hex.parseHex(
                                "9d61b19deffd5a60ba844af492ec2cc4"
                                        + "4449c5697b326919703bac031cae7f60"));
        assertEquals(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                hex.formatHex(one.publicKey()));
        assertEquals(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc"
                        + "61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                hex.formatHex(one.sign(new byte[0])));
        SigningKey.Pair two =
                SigningKey.Pair.of(
                        hex.parseHex(
                                "4ccd089b28ff96da9db6c346ec114e0f"
                                        + "5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assertEquals(
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                hex.formatHex(two.publicKey()));
    }

    @Test
    void opensslVerifiesBothAndRefusesAnotherBody() throws Exception {
        SigningKeys keys = new SigningKeys(new byte[32]);
        for (String scheme : new String[] {SigningKeys.SHARED, SigningKeys.PAIR}) {
            SigningKey key = keys.of("whk_1", scheme, 1);
            String signature = key.signature(ID, 1614265330, BODY);
            OpenSsl openssl = new OpenSsl(directory);
            assertTrue(openssl.verifies(key.shown(), signature, ID, "1614265330", BODY), scheme);
            byte[] other = "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8);
            assertFalse(openssl.verifies(key.shown(), signature, ID, "1614265330", other), scheme);
            assertFalse(openssl.verifies(key.shown(), signature, ID, "1614265331", BODY), scheme);
            assertFalse(
                    openssl.verifies(key.shown(), signature, ID + "x", "1614265330", BODY), scheme);
        }
    }

    @Test
    void secretsAreTheEndpointsOwnAndTheSameAgain() {
        SigningKeys keys = new SigningKeys(new byte[32]);
        byte[] another = new byte[32];
        another[31] = 1;
        for (String scheme : new String[] {SigningKeys.SHARED, SigningKeys.PAIR}) {
            String one = keys.of("whk_1", scheme, 1).shown();
            assertEquals(one, new SigningKeys(new byte[32]).of("whk_1", scheme, 1).shown());
            assertNotEquals(one, keys.of("whk_2", scheme, 1).shown());
            assertNotEquals(one, keys.of("whk_1", scheme, 2).shown());
            assertNotEquals(one, new SigningKeys(another).of("whk_1", scheme, 1).shown());
        }
    }

    @Test
    void aSecretIsNeitherShortNorPrinted() {
        assertThrows(IllegalArgumentException.class, () -> SigningKey.Shared.of(new byte[23]));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.Shared.of(new byte[65]));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.Pair.of(new byte[31]));
        SigningKey key = SigningKey.Shared.of(new byte[24]);
        assertFalse(key.toString().contains("AAAA"), key.toString());
        assertArrayEquals(new byte[24], Base64.getDecoder().decode(key.shown().substring(6)));
    }
}
