/**
 * Limits on consumption as operators and wallets set them; a request beyond a hard one is refused
 * before the first token, and told when to come back.
 */
@NullMarked
package tallystick.app.api.quota;

import org.jspecify.annotations.NullMarked;
