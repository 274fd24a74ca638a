package tallystick.app.demo;

import java.nio.file.Path;

/** Starts witnesses as the demo does, says their processes, and waits to be killed. */
final class DemoWitnessParent {

    private DemoWitnessParent() {}

    public static void main(String[] args) throws Exception {
        DemoWitnesses witnesses = DemoWitnesses.start(Path.of(args[0]));
        witnesses.summon(() -> "409 not-witnessed");
        System.out.println(witnesses.pids());
        Thread.sleep(600_000);
    }
}
