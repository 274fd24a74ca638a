package tallystick.app.api.problem;

/**
 * Where in a request's body reading stopped.
 *
 * @param line from 1
 * @param column from 1, in bytes
 * @param index the batch's item, from 0; −1 outside any item
 */
public record BodyPlace(long line, long column, int index) {}
