/**
 * What a usage record must keep to, whichever door it comes through: the same rule, the same field
 * name and the same words for JSON and binary.
 */
@NullMarked
package tallystick.engine.ingest.rule;

import org.jspecify.annotations.NullMarked;
