/**
 * A client of the usage, wallet, hold and reference APIs. Whatever it sends may be sent again:
 * writes have a key, events an identity, a hold's messages a sequence; so a timeout or a 503 is
 * answered by sending the same once more, and what the server refuses is a value, not an exception.
 */
@NullMarked
package tallystick.client;

import org.jspecify.annotations.NullMarked;
