package tallystick.domain;

import org.jspecify.annotations.Nullable;

/**
 * A command with who asks for it.
 *
 * @param command what is asked
 * @param actor who asks: a principal, or a process of the system itself
 * @param idempotencyKey null for usage (which has its own identity) and for the system itself
 */
public record LedgerRequest(
        LedgerCommand command, String actor, @Nullable IdempotencyKey idempotencyKey) {}
