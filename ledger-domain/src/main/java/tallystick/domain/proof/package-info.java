/** Merkle trees after RFC 6962 section 2.1: roots and proofs over the stored bytes of events. */
@NullMarked
package tallystick.domain.proof;

import org.jspecify.annotations.NullMarked;
