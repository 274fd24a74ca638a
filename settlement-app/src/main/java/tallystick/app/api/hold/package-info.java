/**
 * Authorisations: what is granted here is set aside before the first token, and each message gets
 * the same answer however often it is sent.
 */
@NullMarked
package tallystick.app.api.hold;

import org.jspecify.annotations.NullMarked;
