/**
 * Fault campaigns: the promises of reliability, each put to the test with its fault and with a
 * negative control that must fail. What is acknowledged is kept outside of the engine under test,
 * and compared with what a replay from zero finds on the disk.
 *
 * <pre>
 *   campaign ──► {@link tallystick.loadgen.campaign.ChildProcess} ──► engine in a JVM of its own, on a real disk
 *      ▲                 │ what was sent, what was acknowledged
 *      │ verdict         ▼
 *      └─── {@link tallystick.loadgen.campaign.Promises} ◄── every frame of the journal it left
 * </pre>
 */
@NullMarked
package tallystick.loadgen.campaign;

import org.jspecify.annotations.NullMarked;
