/** What each wallet holds: at every position, balances equal the sum of the journal up to it. */
@NullMarked
package tallystick.projections.wallet;

import org.jspecify.annotations.NullMarked;
