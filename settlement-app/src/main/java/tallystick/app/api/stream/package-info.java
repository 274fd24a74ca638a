/**
 * Live views as server-sent events. Each stream reads the journal for itself, at its own pace: a
 * reader that is slow holds up nobody, and there is no queue that could overflow. Axon's
 * subscription queries are not used: an update of theirs has no position to come back to, and waits
 * in a buffer that overflows.
 */
@NullMarked
package tallystick.app.api.stream;

import org.jspecify.annotations.NullMarked;
