/**
 * API keys: who made which and took which back is in the journal, for ever, as events of the
 * application; what a key says is nowhere but with its owner. Of its secret, 256 random bits, the
 * journal has the SHA-256: from that nobody comes back to it.
 */
@NullMarked
package tallystick.app.security.key;

import org.jspecify.annotations.NullMarked;
