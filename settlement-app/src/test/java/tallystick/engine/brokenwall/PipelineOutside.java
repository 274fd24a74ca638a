package tallystick.engine.brokenwall;

/** A ring outside the pipeline. */
public record PipelineOutside(com.lmax.disruptor.Sequence sequence) {}
