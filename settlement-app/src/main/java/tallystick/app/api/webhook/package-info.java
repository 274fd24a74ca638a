/** Webhook endpoints and what was sent to them. A secret is shown in the answer that makes it. */
@NullMarked
package tallystick.app.api.webhook;

import org.jspecify.annotations.NullMarked;
