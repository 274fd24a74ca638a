package tallystick.domain.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes and keys: the published examples, and everything that is nearly one. */
class SignedNoteTest {

    /*
     * The example in the documentation of Go's golang.org/x/mod/sumdb/note (BSD-3-Clause, Copyright
     * 2019 The Go Authors): keys, text and signature, as values.
     */
    private static final String GO_VKEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_SKEY =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String GO_TEXT =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String GO_NOTE =
            GO_TEXT
                    + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1F"
                    + "FYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static final String GO_KEY_NAME = "PeterNeumann";

    @Test
    void theExampleOfGoVerifies() {
        NoteKey key = NoteKey.parse(GO_VKEY);
        SignedNote note = SignedNote.parse(GO_NOTE);
        assertEquals(GO_KEY_NAME, key.name());
        assertEquals(GO_VKEY, key.toString());
        assertEquals(GO_TEXT, note.text());
        assertEquals(GO_NOTE, note.toString());
        assertTrue(note.isSignedBy(key));
    }

    /** The example of C2SP signed-note (c2sp.org/signed-note, CC BY 4.0), as values. */
    @Test
    void theExampleOfTheSpecificationVerifies() {
        SignedNote note =
                SignedNote.parse(
                        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2V"
                                + "YRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1"
                                + "Yu72IneyaQM=\n");
        assertTrue(
                note.isSignedBy(
                        NoteKey.parse(
                                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrn"
                                        + "Kv3U2k")));
    }

    @Test
    void theExampleOfGoIsSignedTheSame() {
        NoteSigner signer = NoteSigner.parse(GO_SKEY, NoteKey.parse(GO_VKEY));
        assertEquals(GO_NOTE, NoteSigner.note(GO_TEXT, List.of(signer)).toString());
        assertEquals(GO_SKEY, signer.secretText());
        assertFalse(signer.toString().contains("AYEKFALVFGyNhPJEMzD1QIDr"));
    }

    @Test
    void everyBitOfTheExampleCounts() {
        NoteKey key = NoteKey.parse(GO_VKEY);
        byte[] bytes = GO_NOTE.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] bent = bytes.clone();
            bent[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(believes(key, bent), "bit " + bit);
        }
        for (int length = 0; length < bytes.length; length++) {
            assertFalse(believes(key, java.util.Arrays.copyOf(bytes, length)), "length " + length);
        }
        assertTrue(believes(key, bytes));
    }

    private static boolean believes(NoteKey key, byte[] note) {
        try {
            return SignedNote.parse(note).isSignedBy(key);
        } catch (ProofFormatException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW=",
                "PeterNeumann+c74f20a3",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+"
            })
    void otherKeysAreRefused(String vkey) {
        assertThrows(ProofFormatException.class, () -> NoteKey.parse(vkey));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text\n\n",
                "text\n\u2014 a AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAAA=",
                "text\n\n\u2014 a AAAAAAB=\n",
                "text\n\n\u2014 a AAAAAAA\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a b AAAAAAA=\n",
                "text\n\n\u2014  AAAAAAA=\n",
                "text\n\n\u2014 a+b AAAAAAA=\n",
                "text\n\n\u2014 a\u00a0b AAAAAAA=\n",
                "text\n\n- a AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAAA=\nmore\n",
                "te\txt\n\n\u2014 a AAAAAAA=\n",
                "text\r\n\n\u2014 a AAAAAAA=\n",
                "text\n\n\u2014 a AAAA AAA=\n"
            })
    void otherTextsAreNoNotes(String note) {
        assertThrows(ProofFormatException.class, () -> SignedNote.parse(note));
    }

    @Test
    void unknownSignaturesAreLeftAlone() {
        SignedNote note = SignedNote.parse("text\n\n\u2014 a AAAAAAA=\n");
        assertFalse(note.isSignedBy(NoteKey.parse(GO_VKEY)));
        SignedNote mixed = SignedNote.parse(GO_NOTE).with(note.signatures().getFirst());
        assertTrue(mixed.isSignedBy(NoteKey.parse(GO_VKEY)));
        assertEquals(mixed, mixed.with(note.signatures().getFirst()));
    }

    @Test
    void aBadSignatureOfAKnownKeySpoilsTheNote() {
        NoteKey key = NoteKey.parse(GO_VKEY);
        SignedNote other = SignedNote.parse(GO_NOTE.replace("cryptography", "steganography"));
        assertThrows(ProofFormatException.class, () -> other.isSignedBy(key));
    }

    @Test
    void aSecretOfAnotherKeyIsRefused() {
        NoteSigner other = TestKeys.make(GO_KEY_NAME, NoteKey.SIGNS_NOTES);
        assertThrows(
                ProofFormatException.class,
                () -> NoteSigner.parse(other.secretText(), NoteKey.parse(GO_VKEY)));
        assertThrows(
                ProofFormatException.class,
                () -> new NoteSigner(NoteKey.parse(GO_VKEY), new byte[32]));
        assertEquals(
                other.secretText(), NoteSigner.parse(other.secretText(), other.key()).secretText());
    }
}
