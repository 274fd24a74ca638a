/**
 * The durable log: what {@code force()} returned for is on the disk, is read back to the bit, and
 * is never served when damaged.
 *
 * <pre>
 *   append ──► one frame: header, payload, CRC32C ──► the current file, space reserved ahead
 *   force  ──► fdatasync of the current file ──► lastForcedPosition ──► readers
 *   open   ──► lock, scan of every frame, cut of an unacknowledged torn tail or refusal
 * </pre>
 */
@NullMarked
package tallystick.engine.journal;

import org.jspecify.annotations.NullMarked;
