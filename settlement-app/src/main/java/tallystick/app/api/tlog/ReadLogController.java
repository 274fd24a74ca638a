package tallystick.app.api.tlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.Tile;
import tallystick.engine.tlog.LogRefusedException;
import tallystick.engine.tlog.Published;
import tallystick.engine.tlog.TransparencyLog;
import tallystick.engine.tlog.VerifiedTiles;

/**
 * {@code GET /tlog/checkpoint}, {@code GET /tlog/tile/<L>/<N>[.p/<W>]} and {@code GET
 * /tlog/tile/entries/<N>[.p/<W>]}. What is given out hashes up to the checkpoint; a path is read as
 * numbers and never as a file's name.
 */
@RestController
public final class ReadLogController {

    private static final Logger LOG = LoggerFactory.getLogger(ReadLogController.class);

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final CacheControl SHORTLY = CacheControl.noCache();
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final TransparencyLog log;

    ReadLogController(TransparencyLog log) {
        this.log = log;
    }

    @GetMapping("/tlog/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        Published now = Reads.found(log.published(), "checkpoint yet");
        return ResponseEntity.ok().contentType(TEXT).cacheControl(SHORTLY).body(now.note().bytes());
    }

    @GetMapping("/tlog/tile/{*name}")
    ResponseEntity<byte[]> hashes(@PathVariable String name) throws IOException {
        Tile tile = parse(name);
        return give(tile != null && tile.kind() == Tile.Kind.HASHES ? tile : null);
    }

    @GetMapping("/tlog/tile/entries/{*name}")
    ResponseEntity<byte[]> entries(@PathVariable String name) throws IOException {
        return give(parse("/entries" + name));
    }

    private static @Nullable Tile parse(String below) {
        try {
            return Tile.parse("tile" + below);
        } catch (ProofFormatException noTile) {
            return null;
        }
    }

    private ResponseEntity<byte[]> give(@Nullable Tile tile) throws IOException {
        Tile asked = Reads.found(tile, "tile");
        VerifiedTiles tiles = Reads.found(log.tiles(), "tile yet");
        byte[] bytes = Reads.found(read(tiles, asked), "tile");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(FOR_EVER)
                .body(bytes);
    }

    private static byte @Nullable [] read(VerifiedTiles tiles, Tile tile) throws IOException {
        try {
            return tiles.read(tile);
        } catch (ProofFormatException | LogRefusedException notThere) {
            LOG.debug("{} is not given out: {}", tile.path(), notThere.getMessage());
            return null;
        }
    }
}
