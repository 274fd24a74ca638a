/**
 * What goes out to banks and what they report: an entry of a bank counts once, in however many
 * reports it is.
 */
@NullMarked
package tallystick.app.api.cash;

import org.jspecify.annotations.NullMarked;
