package tallystick.domain.ledger;

import tallystick.domain.money.Pico;

/**
 * A ledger account as it stands.
 *
 * @param account its name, such as {@code interop.payable/op-kr/op-fr}
 * @param kind its place in the chart
 * @param book the operator whose book it is in
 * @param asset what it is counted in
 * @param balance on its normal side
 */
public record Account(String account, AccountKind kind, String book, String asset, Pico balance) {}
