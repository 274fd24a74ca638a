/**
 * One event is one leaf: an SBE header and body that carry the event's position and recorded time,
 * and whose bytes are the same whoever writes them. {@code encode(decode(bytes))} is {@code bytes},
 * and the bytes of a schema version never change.
 *
 * <p>The identity of a usage record is not stored: it is SHA-256 over source and id, which are in
 * the leaf. That saves 16 bytes of every record and costs a recovery about 0.2 µs each. The
 * fingerprint is stored: it answers "the same record?" without the whole of it, and it is the check
 * on what a decoder gives back.
 */
@NullMarked
package tallystick.engine.codec;

import org.jspecify.annotations.NullMarked;
