package tallystick.engine.witness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;

/**
 * The body of an {@code add-checkpoint} request: {@code old <size>}, hashes of a consistency proof
 * in Base64, an empty line, and the checkpoint.
 *
 * @param oldSize what the witness is believed to have cosigned last
 * @param proof from that size, at most 63 hashes
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note) {

    private static final int MOST_HASHES = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > MOST_HASHES) {
            throw new ProofFormatException("an old size of 0 or more and at most 63 hashes");
        }
    }

    /**
     * Reads a body.
     *
     * @throws ProofFormatException when it is none
     */
    public static AddCheckpoint parse(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException notText) {
            throw new ProofFormatException("a request is UTF-8");
        }
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new ProofFormatException("a request has an empty line");
        }
        String[] lines = text.substring(0, end).split("\n", -1);
        if (!lines[0].matches("old (0|[1-9][0-9]{0,17})")) {
            throw new ProofFormatException("a request begins with old and a size");
        }
        List<Hash> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Hash.ofBase64(lines[i]));
        }
        return new AddCheckpoint(
                Long.parseLong(lines[0].substring("old ".length())),
                proof,
                SignedNote.parse(text.substring(end + 2)));
    }

    /** The body. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
    }
}
