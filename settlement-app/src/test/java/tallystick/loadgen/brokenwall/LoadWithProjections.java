package tallystick.loadgen.brokenwall;

/** Load that reads tables. */
public record LoadWithProjections(tallystick.projections.EntryMetadata metadata) {}
