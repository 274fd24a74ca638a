/**
 * Usage records: disjoint token classes, identity and fingerprint, and what the ledger decided
 * about each record.
 */
@NullMarked
package tallystick.domain.usage;

import org.jspecify.annotations.NullMarked;
