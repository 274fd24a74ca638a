package tallystick.engine.jurisdiction;

import tallystick.domain.proof.Hash;

/**
 * All facts of a jurisdiction up to a journal position.
 *
 * @param jurisdiction ISO 3166-1 alpha-2
 * @param facts how many; their sequence runs from 1 to this
 * @param root RFC 6962 root over the stored bytes of the facts, in order
 * @param through last journal position looked at, −1 for none
 */
public record JurisdictionFacts(String jurisdiction, long facts, Hash root, long through) {}
