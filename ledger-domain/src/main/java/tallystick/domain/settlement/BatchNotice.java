package tallystick.domain.settlement;

import java.nio.charset.StandardCharsets;

/**
 * What a serving operator says at the end of a batch of usage records of one home operator's
 * customers: how many there were and what they sum up to (settlement chapter §4.2, gap report). The
 * batches of a stream in a window have gap-free numbers.
 *
 * @param window the window they are members of
 * @param servingOperator whose factories served; the sender
 * @param homeOperator whose customers were served
 * @param sequence the batch's number, from 1
 * @param records how many were accepted, 0 or more; what is in suspense is none of them
 * @param tokens Σ billed tokens of all classes; corrections count what they change
 * @param last there is no further batch of the stream in this window
 * @param signature Ed25519 signature of {@link #signed}, base64; empty when the sender has no
 *     registered key
 */
public record BatchNotice(
        String window,
        String servingOperator,
        String homeOperator,
        int sequence,
        long records,
        long tokens,
        boolean last,
        String signature) {

    /** The bytes that are signed: the fields but the signature, a line each, UTF-8. */
    public byte[] signed() {
        return String.join(
                        "\n",
                        "tallystick-batch-notice",
                        window,
                        servingOperator,
                        homeOperator,
                        Integer.toString(sequence),
                        Long.toString(records),
                        Long.toString(tokens),
                        last ? "last" : "more",
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
