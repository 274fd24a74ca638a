package tallystick.app.api.sums;

import java.util.List;
import java.util.stream.IntStream;
import tallystick.app.api.Wire;
import tallystick.domain.settlement.SumProof;
import tallystick.domain.settlement.SumTree;

/**
 * Proof that a holder's amount is inside a total.
 *
 * @param holder whose
 * @param parts its leaves, from part 0; the amount is their sum
 */
@Wire
record SumProofResource(SumRootResource root, String holder, List<Part> parts) {

    /**
     * A leaf and its way up.
     *
     * @param salt told to the holder alone, hex
     */
    @Wire
    record Part(int part, String amount, String salt, List<Step> steps) {

        static Part of(SumProof proof) {
            return new Part(
                    proof.leaf().part(),
                    proof.leaf().amount().toDecimalString(),
                    proof.leaf().salt().toHex(),
                    proof.steps().stream().map(Step::of).toList());
        }
    }

    /**
     * The node beside the way up.
     *
     * @param side left or right: on which side it is
     */
    @Wire
    record Step(String hash, String sum, String leaves, String side) {

        static Step of(SumProof.Step step) {
            return new Step(
                    step.sibling().hash().toHex(),
                    step.sibling().sum().toDecimalString(),
                    Long.toString(step.sibling().leaves()),
                    step.onLeft() ? "left" : "right");
        }
    }

    static SumProofResource of(SumTree tree, String holder, int parts) {
        return new SumProofResource(
                SumRootResource.of(tree.root()),
                holder,
                IntStream.range(0, parts)
                        .mapToObj(part -> Part.of(tree.proof(holder, part)))
                        .toList());
    }
}
