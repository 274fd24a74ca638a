/**
 * Each jurisdiction's facts in their order, derived from the journal alone: the n-th fact of a
 * jurisdiction is the same on every machine, and a signed root says that these are all of them.
 */
@NullMarked
package tallystick.engine.jurisdiction;

import org.jspecify.annotations.NullMarked;
