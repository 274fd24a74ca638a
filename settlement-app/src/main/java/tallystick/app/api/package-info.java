/**
 * The edge, HTTP and JSON: one file per use case in the packages below, so that their listing is
 * the API's table of contents. What is malformed is refused here, by name and rule, and never
 * reaches the ledger; what passes is told durable only when it is.
 */
@NullMarked
package tallystick.app.api;

import org.jspecify.annotations.NullMarked;
