/**
 * Reference data: operators, factories, models, tenants, tariffs, agreements. A version is never
 * edited; a mistake is a new version.
 */
@NullMarked
package tallystick.app.api.reference;

import org.jspecify.annotations.NullMarked;
