package tallystick.domain.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints, cosignatures, receipts and equivocation. */
class CheckpointTest {

    private static final String ORIGIN = "ledger.example/log";
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    private final NoteSigner log = TestKeys.make(ORIGIN, NoteKey.SIGNS_NOTES);
    private final NoteSigner witness = TestKeys.make("w1.example", NoteKey.COSIGNS);
    private final NaiveTree tree = NaiveTree.of(13);

    /** The example of C2SP tlog-checkpoint. */
    @Test
    void theExampleOfTheSpecification() {
        String text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
        Checkpoint checkpoint = Checkpoint.parse(text);
        assertEquals(20_852_163, checkpoint.size());
        assertEquals(text, checkpoint.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o\n01\n" + ROOT + "\n",
                "o\n+1\n" + ROOT + "\n",
                "o\n-1\n" + ROOT + "\n",
                "o\n 1\n" + ROOT + "\n",
                "o\n\n" + ROOT + "\n",
                "o\n9223372036854775808\n" + ROOT + "\n",
                "o\n0\n" + ROOT + "\n",
                "\n1\n" + ROOT + "\n",
                "o o\n1\n" + ROOT + "\n",
                "o\n1\n" + ROOT,
                "o\n1\n" + ROOT + "\nextension\n",
                "o\n1\n" + ROOT + "\n\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "o\n1\nAAAA\n"
            })
    void otherTextsAreNoCheckpoints(String text) {
        assertThrows(ProofFormatException.class, () -> Checkpoint.parse(text));
    }

    @Test
    void aCosignatureSaysWhenAndIsOfOneTextOnly() {
        String text = checkpoint(13);
        NoteSignature signature = witness.cosign(text, 1_679_315_147);
        assertEquals(1_679_315_147, Cosignature.timeOf(witness.key(), text, signature));
        assertEquals(-1, Cosignature.timeOf(witness.key(), checkpoint(12), signature));
        byte[] timed = signature.bytes();
        for (int bit = 0; bit < 8 * timed.length; bit++) {
            byte[] bent = timed.clone();
            bent[bit / 8] ^= (byte) (1 << (bit % 8));
            NoteSignature other = new NoteSignature("w1.example", witness.key().id(), bent);
            assertEquals(-1, Cosignature.timeOf(witness.key(), text, other), "bit " + bit);
        }
        SignedNote note = NoteSigner.note(text, List.of(log)).with(signature);
        assertTrue(note.isSignedBy(witness.key()));
        assertTrue(note.isSignedBy(log.key()));
        assertEquals(note, SignedNote.parse(note.bytes()));
    }

    @Test
    void aLogKeyDoesNotCosignNorAWitnessSign() {
        assertThrows(IllegalStateException.class, () -> log.cosign(checkpoint(1), 1));
        assertThrows(IllegalStateException.class, () -> witness.sign(checkpoint(1)));
    }

    @Test
    void aReceiptProvesItsLeafAndNoOther() {
        TlogProof proof =
                new TlogProof(
                        "bW9yZQ==",
                        5,
                        tree.path(5, 0, 13),
                        NoteSigner.note(checkpoint(13), List.of(log)));
        TlogProof read = TlogProof.parse(proof.toString());
        assertEquals(proof, read);
        List<NoteKey> keys = List.of(log.key());
        assertTrue(read.proves(tree.leaf(5), ORIGIN, keys));
        assertFalse(read.proves(tree.leaf(6), ORIGIN, keys));
        assertFalse(read.proves(tree.leaf(5), "ledger.example/other", keys));
        assertFalse(read.proves(tree.leaf(5), ORIGIN, List.of(witness.key())));
        assertFalse(read.proves(tree.leaf(5), ORIGIN, List.of()));
        String text = proof.toString();
        int sealed = text.indexOf("index");
        for (int i = sealed; i < text.length(); i++) {
            String bent =
                    text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertFalse(believes(bent, keys), "character " + i);
        }
        for (int end = 0; end < text.length(); end++) {
            assertFalse(believes(text.substring(0, end), keys));
        }
        assertFalse(believes(text.replace("index 5", "index 05"), keys));
        assertFalse(believes(text + "\n", keys));
    }

    private boolean believes(String proof, List<NoteKey> keys) {
        try {
            return TlogProof.parse(proof).proves(tree.leaf(5), ORIGIN, keys);
        } catch (ProofFormatException refused) {
            return false;
        }
    }

    @Test
    void twoRootsOfOneSizeConvict() {
        SignedNote one = NoteSigner.note(checkpoint(13), List.of(log));
        SignedNote other =
                NoteSigner.note(new Checkpoint(ORIGIN, 13, tree.root(0, 12)).text(), List.of(log));
        SignedNote shorter = NoteSigner.note(checkpoint(12), List.of(log));
        assertTrue(Equivocation.proves(log.key(), one, other));
        assertFalse(Equivocation.proves(log.key(), one, one));
        assertFalse(Equivocation.proves(log.key(), one, shorter));
        NoteSigner stranger = TestKeys.make(ORIGIN, NoteKey.SIGNS_NOTES);
        assertThrows(
                ProofFormatException.class, () -> Equivocation.proves(stranger.key(), one, other));
    }

    private String checkpoint(int size) {
        return new Checkpoint(ORIGIN, size, tree.root(0, size)).text();
    }
}
