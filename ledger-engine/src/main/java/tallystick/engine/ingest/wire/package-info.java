/**
 * What client and server of the binary ingest must agree on: a frame is its payload's length, its
 * payload's CRC32C and its payload, and nothing of a frame is believed before its checksum is.
 *
 * <pre>
 *   client → server   preface, then one RecordBatch frame after another
 *   server → client   preface, Welcome, then a BatchOutcome per batch in any order; Farewell, close
 *
 *   preface   magic "TLYI", version u16, reserved u16 (0)           little-endian
 *   frame     length of payload u32, CRC32C of payload u32, payload (an SBE message with header)
 * </pre>
 */
@NullMarked
package tallystick.engine.ingest.wire;

import org.jspecify.annotations.NullMarked;
