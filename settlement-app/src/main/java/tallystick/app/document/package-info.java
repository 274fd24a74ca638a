/**
 * Papers of a settlement as people and their programs file them: JSON is the truth, CSV and PDF
 * have the same figures. A paper whose lines do not sum up to its total is not made. Knows nothing
 * of windows and their states: whoever issues gives records of this package.
 */
@NullMarked
package tallystick.app.document;

import org.jspecify.annotations.NullMarked;
