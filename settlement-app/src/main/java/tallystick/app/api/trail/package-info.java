/**
 * From a bank's entry down to the usage it pays for, and from usage up to the entry: each hop is
 * one read.
 */
@NullMarked
package tallystick.app.api.trail;

import org.jspecify.annotations.NullMarked;
