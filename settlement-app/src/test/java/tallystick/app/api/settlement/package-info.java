/** The settlement desk over HTTP, on nodes of its own. */
@org.jspecify.annotations.NullMarked
package tallystick.app.api.settlement;
