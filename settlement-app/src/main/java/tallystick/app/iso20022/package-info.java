/**
 * Money instructed and confirmed in ISO 20022: pacs.009 and pacs.029 out, camt.053 and camt.054 in.
 * A leg has one UETR for ever, amounts are whole minor units, and nothing goes out or is taken in
 * that its schema does not allow. Knows nothing of windows and their states: whoever instructs
 * gives records of this package.
 */
@NullMarked
package tallystick.app.iso20022;

import org.jspecify.annotations.NullMarked;
