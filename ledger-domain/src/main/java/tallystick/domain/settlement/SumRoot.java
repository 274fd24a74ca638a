package tallystick.domain.settlement;

import tallystick.domain.money.Pico;

/**
 * What a sum tree publishes.
 *
 * @param scope what it is about
 * @param hash of the top node; of the scope alone when there are no leaves
 * @param total Σ of all leaves, pico-units
 * @param leaves how many there are, 0 or more: whoever knows how many holders there must be sees
 *     that none was made up
 */
public record SumRoot(SumScope scope, Sha256 hash, Pico total, long leaves) {

    private static final byte ROOT = 3;

    /**
     * @throws IllegalArgumentException when the kind does not allow the total or leaves are below 0
     */
    public SumRoot {
        ArgumentCheck.that(scope.kind().takesTotal(total), "total", rule(scope.kind()));
        ArgumentCheck.notNegative("leaves", leaves);
    }

    /** The one hash to sign: it covers all that is published. */
    public Sha256 commitment() {
        return new Sha256.Fields(ROOT)
                .hash(scope.hash())
                .hash(hash)
                .amount(total)
                .number(leaves)
                .end();
    }

    private static String rule(SumScope.Kind kind) {
        return switch (kind) {
            case CHARGES -> "must be 0 or more";
            case POSITIONS -> "must be 0";
        };
    }
}
