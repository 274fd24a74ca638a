package tallystick.domain.settlement;

import tallystick.domain.money.Pico;

/**
 * What a sum tree is about. Every hash in the tree covers it, so that no node of one window, asset
 * or kind passes for a node of another.
 *
 * @param kind what the leaves are
 * @param window the settlement window
 * @param asset what the amounts are counted in
 */
public record SumScope(Kind kind, String window, String asset) {

    /** What the leaves are. The order is part of the hash: append only. */
    public enum Kind {
        /**
         * What holders were charged (audit chapter §6.5): no amount and no sum is below 0, or a
         * made-up negative leaf could hide part of the total.
         */
        CHARGES {
            @Override
            boolean takes(Pico sum) {
                return !sum.isNegative();
            }
        },
        /** Net positions of participants (settlement chapter §4.8): they sum to 0. */
        POSITIONS {
            @Override
            boolean takes(Pico sum) {
                return true;
            }
        };

        /** Whether an amount or a partial sum may stand in a tree of this kind. */
        abstract boolean takes(Pico sum);

        /** Whether a total may. */
        boolean takesTotal(Pico total) {
            return takes(total) && (this != POSITIONS || total.isZero());
        }
    }

    private static final byte SCOPE = 2;

    public SumScope {
        ArgumentCheck.name("window", window);
        ArgumentCheck.name("asset", asset);
    }

    /** The scope as one hash. */
    Sha256 hash() {
        return new Sha256.Fields(SCOPE)
                .text("tallystick/sum-tree/v1")
                .number(kind.ordinal())
                .text(window)
                .text(asset)
                .end();
    }
}
