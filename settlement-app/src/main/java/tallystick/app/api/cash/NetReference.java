package tallystick.app.api.cash;

import tallystick.app.iso20022.Uetr;

/** What a movement of a multilateral settlement is told by: one of each net position. */
final class NetReference {

    private NetReference() {}

    static Uetr of(String window, String operator, String asset) {
        return Uetr.of("net", window, operator, asset);
    }
}
