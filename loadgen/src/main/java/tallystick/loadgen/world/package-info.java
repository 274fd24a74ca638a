/** What a load on a running server needs first: operators, prices, wallets and usage of its own. */
@NullMarked
package tallystick.loadgen.world;

import org.jspecify.annotations.NullMarked;
