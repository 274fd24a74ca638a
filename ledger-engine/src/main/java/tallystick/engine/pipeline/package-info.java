/**
 * The ring: requests are decided one after the other, journaled in groups, and acknowledged only
 * when they are forced to disk. Nothing is skipped: when a stage throws, the engine stops, and
 * everyone who waits is told.
 *
 * <pre>
 *   any thread   {@link tallystick.engine.pipeline.LedgerPipeline}    room within a deadline, or busy
 *      │ slot
 *   1 decide     {@link tallystick.engine.pipeline.DecideStage}       owns the ledger: time, decide, evolve, encode
 *      │ leaves
 *   2 journal    {@link tallystick.engine.pipeline.JournalStage}      one frame per batch of slots, one force
 *      │ forced
 *   3 answer     {@link tallystick.engine.pipeline.AcknowledgeStage}  completes the callbacks
 * </pre>
 */
@NullMarked
package tallystick.engine.pipeline;

import org.jspecify.annotations.NullMarked;
