/**
 * What a node tells about itself, bound to Micrometer: {@link tallystick.app.metrics.EngineMeters
 * ring, journal and ledger}, {@link tallystick.app.metrics.ProjectionMeters projections}, {@link
 * tallystick.app.metrics.DiskMeters files}. Names and meanings: {@code ops/docs/metrics.md}.
 */
@NullMarked
package tallystick.app.metrics;

import org.jspecify.annotations.NullMarked;
