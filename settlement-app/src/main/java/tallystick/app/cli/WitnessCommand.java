package tallystick.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.app.wiring.DataDirectory;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.ProofFormatException;
import tallystick.engine.tlog.LogRefusedException;
import tallystick.engine.witness.Witness;
import tallystick.engine.witness.WitnessServer;

/** {@code tallystick witness}: cosigns other people's logs, until stopped. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a witness (C2SP tlog-witness) of the logs it is told: POST /add-checkpoint, and",
            "GET /<origin hash>/checkpoint for what it cosigned last. Its key is made at the first",
            "start and printed; it is never that of a log."
        },
        footerHeading = "%nExample:%n",
        footer =
                "  ./tallystick witness --data w1 --port 9301 --name witness.example/w1 --log"
                        + " example.com/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
final class WitnessCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the witness: its key and what it cosigned.")
    private Path data = Path.of("");

    @Option(names = "--port", paramLabel = "N", description = "0: any free one. Default: 0.")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description = "Where it listens. Default: 127.0.0.1.")
    private InetAddress address = InetAddress.getLoopbackAddress();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name of its key, such as witness.example/w1; for ever.")
    private String name = "";

    @Option(
            names = "--log",
            paramLabel = "VKEY",
            required = true,
            description = "Verifier key of a log it witnesses; once for each.")
    private List<String> logs = new ArrayList<>();

    @Option(
            names = "--until-input-ends",
            description =
                    "Ends when its standard input does, so that it never outlives who started it.")
    private boolean untilInputEnds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Ports.require(spec, "--port", port);
        try (DataDirectory directory = DataDirectory.lock(data);
                WitnessServer server =
                        new WitnessServer(open(directory), new InetSocketAddress(address, port))) {
            System.out.println("Witness http://" + address.getHostAddress() + ":" + server.port());
            if (untilInputEnds) {
                System.in.transferTo(OutputStream.nullOutputStream());
            } else {
                Thread.currentThread().join();
            }
            return Tallystick.DONE;
        }
    }

    private Witness open(DataDirectory directory) throws IOException {
        try {
            List<NoteKey> keys = logs.stream().map(NoteKey::parse).toList();
            Witness witness =
                    Witness.open(
                            directory.root(), name, keys, () -> Instant.now().getEpochSecond());
            System.out.println("Key " + witness.key());
            return witness;
        } catch (ProofFormatException | IllegalArgumentException | LogRefusedException unusable) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unusable.getMessage()));
        }
    }
}
