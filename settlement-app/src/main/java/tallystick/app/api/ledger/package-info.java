/** The ledger about itself: trial balance, last position and state digest. */
@NullMarked
package tallystick.app.api.ledger;

import org.jspecify.annotations.NullMarked;
