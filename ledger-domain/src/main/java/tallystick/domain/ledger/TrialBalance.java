package tallystick.domain.ledger;

import tallystick.domain.money.Pico;

/**
 * Whether one operator's book balances in one asset.
 *
 * @param book the operator
 * @param asset what is counted
 * @param difference Σ debits − Σ credits: zero, or the ledger is broken
 */
public record TrialBalance(String book, String asset, Pico difference) {}
