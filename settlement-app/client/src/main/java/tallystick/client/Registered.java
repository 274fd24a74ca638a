package tallystick.client;

/**
 * What was registered.
 *
 * @param version from 1; 0 for what has no versions
 * @param position of its event in the journal
 */
public record Registered(String name, int version, String position) {}
