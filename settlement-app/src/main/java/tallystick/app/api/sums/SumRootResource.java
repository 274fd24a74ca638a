package tallystick.app.api.sums;

import java.util.Locale;
import tallystick.app.api.Wire;
import tallystick.domain.settlement.SumRoot;

/**
 * What a sum tree publishes.
 *
 * @param kind charges or positions
 * @param of what it is of: a window, a home operator's customers in it, or a statement
 * @param hash of the top node, hex
 * @param commitment the one hash over all of this, hex
 */
@Wire
record SumRootResource(
        String kind,
        String of,
        String asset,
        String total,
        String leaves,
        String hash,
        String commitment) {

    static SumRootResource of(SumRoot root) {
        return new SumRootResource(
                root.scope().kind().name().toLowerCase(Locale.ROOT),
                root.scope().window(),
                root.scope().asset(),
                root.total().toDecimalString(),
                Long.toString(root.leaves()),
                root.hash().toHex(),
                root.commitment().toHex());
    }
}
