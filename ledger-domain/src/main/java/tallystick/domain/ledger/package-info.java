/**
 * The state machine: {@code decide(command, state, time)} gives events or a refusal, {@code
 * evolve(state, event)} applies them. After every event the trial balance of every book and asset
 * is zero.
 */
@NullMarked
package tallystick.domain.ledger;

import org.jspecify.annotations.NullMarked;
