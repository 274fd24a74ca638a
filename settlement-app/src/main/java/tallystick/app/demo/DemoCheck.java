package tallystick.app.demo;

/**
 * One invariant, held against the run.
 *
 * @param name what must be so
 * @param passed whether it is
 * @param detail the figures, or the first thing that differs
 */
record DemoCheck(String name, boolean passed, String detail) {}
