package tallystick.app.person;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for bytes in every file below a directory, in the forms they may be written in. */
final class ByteSearch {

    private ByteSearch() {}

    /** The files that have a text: as UTF-8, UTF-16, hex or base64. */
    static Set<Path> text(Path directory, String text) throws IOException {
        List<byte[]> forms = forms(text.getBytes(StandardCharsets.UTF_8));
        forms.add(text.getBytes(StandardCharsets.UTF_16LE));
        forms.add(text.getBytes(StandardCharsets.UTF_16BE));
        return any(directory, forms);
    }

    /** The files that have any of these bytes: as they are, as hex or as base64. */
    static Set<Path> bytes(Path directory, List<byte[]> wanted) throws IOException {
        List<byte[]> forms = new ArrayList<>();
        wanted.forEach(one -> forms.addAll(forms(one)));
        return any(directory, forms);
    }

    private static List<byte[]> forms(byte[] wanted) {
        HexFormat hex = HexFormat.of();
        List<byte[]> forms = new ArrayList<>();
        forms.add(wanted);
        forms.add(ascii(hex.formatHex(wanted)));
        forms.add(ascii(hex.withUpperCase().formatHex(wanted)));
        // Whatever stands before them in the coded text shifts them by none, one or two bytes.
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + wanted.length];
            System.arraycopy(wanted, 0, shifted, shift, wanted.length);
            String coded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String sure = coded.substring(shift == 0 ? 0 : shift + 1, coded.length() - 1);
            forms.add(ascii(sure));
            forms.add(ascii(sure.replace('+', '-').replace('/', '_')));
        }
        return forms;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Set<Path> any(Path directory, List<byte[]> forms) throws IOException {
        List<Path> files;
        try (Stream<Path> walked = Files.walk(directory)) {
            files = walked.filter(Files::isRegularFile).toList();
        }
        List<String> wanted =
                forms.stream().map(f -> new String(f, StandardCharsets.ISO_8859_1)).toList();
        Set<Path> found = new TreeSet<>();
        for (Path file : files) {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            if (wanted.stream().anyMatch(bytes::contains)) {
                found.add(directory.relativize(file));
            }
        }
        return found;
    }
}
