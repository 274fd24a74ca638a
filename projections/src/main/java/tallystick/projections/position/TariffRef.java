package tallystick.projections.position;

/** A tariff version as usage refers to it: the n-th published, of any tariff, has number n − 1. */
record TariffRef(String tariff, int version, String asset) {}
