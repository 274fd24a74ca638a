/** What happens to webhook endpoints, as it is journaled. Secrets are not in it. */
@NullMarked
package tallystick.app.webhook.event;

import org.jspecify.annotations.NullMarked;
