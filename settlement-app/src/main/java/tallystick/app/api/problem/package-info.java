/**
 * Every refusal and every failure leaves as {@code application/problem+json} (RFC 9457): a stable
 * code, the fields at fault and whether trying again may help; never a stack trace, never input
 * beyond names.
 */
@NullMarked
package tallystick.app.api.problem;

import org.jspecify.annotations.NullMarked;
