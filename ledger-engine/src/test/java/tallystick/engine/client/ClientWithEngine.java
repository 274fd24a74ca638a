package tallystick.engine.client;

import tallystick.engine.LedgerEngine;

/** Breaks the client's wall, for the test that looks whether it is seen. */
record ClientWithEngine(LedgerEngine engine) {}
