/** What customers hold: wallets, grants, balances and usage. */
@NullMarked
package tallystick.app.api.wallet;

import org.jspecify.annotations.NullMarked;
