package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.metadata.ColumnNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that somebody made in order to do harm, or that a disk made. */
class HostileTarTest {
    private static final int RECORD = 512;

    @TempDir
    Path folder;

    @Test
    void refusesEveryKindOfMemberThatIsNoPlainFile() throws IOException {
        byte[] archive = tar(out -> {
            for (byte type : new byte[] {
                TarConstants.LF_LINK,
                TarConstants.LF_SYMLINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO,
                TarConstants.LF_GNUTYPE_SPARSE
            }) {
                out.putArchiveEntry(new TarArchiveEntry("1.jpg", type));
                out.closeArchiveEntry();
            }
            add(out, new TarArchiveEntry("../1.jpg", true), "image");
            add(out, new TarArchiveEntry("/etc/1.jpg", true), "image");
            add(out, new TarArchiveEntry("a\\..\\..\\1.jpg", true), "image");
            add(out, new TarArchiveEntry("n".repeat(252) + ".jpg", true), "image");
            add(out, new TarArchiveEntry("d/".repeat(2048) + "1.jpg", true), "image");
            add(out, new TarArchiveEntry("2.jpg", true), "image");
        });

        List<SourcePair> pairs = pairs("x.tar", archive);

        assertThat(pairs.subList(0, 11)).allMatch(pair -> pair.status().label().equals("unsafe_member"));
        assertThat(pairs.subList(0, 11))
                .extracting(pair -> pair.status().detail().replaceAll(": .*", ""))
                .containsExactly(
                        "a link",
                        "a link",
                        "a device",
                        "a device",
                        "a device",
                        "a sparse file",
                        "outside its folder",
                        "outside its folder",
                        "outside its folder",
                        "a name that no file can have",
                        "a name that no file can have");
        assertThat(pairs.subList(11, pairs.size())).extracting(SourcePair::key).containsExactly("2");
    }

    @Test
    void doesNotKeepAnExtendedHeaderThatASmallFileBlowsUp() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(tar(tar -> add(tar, new TarArchiveEntry("1.jpg", true), "image")), 0, 2 * RECORD);
            out.write(header("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, 1L << 30));
            out.write(((1 << 30) + " path=").getBytes(UTF_8));
            byte[] name = "x".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 64; i++) {
                out.write(name);
            }
        }

        List<SourcePair> pairs = pairs("x.tar.gz", packed.toByteArray());

        assertThat(packed.size()).isLessThan(100_000);
        assertThat(statuses(pairs)).containsExactly("success", "broken_file");
        assertThat(pairs.get(1).status().detail()).endsWith("headers longer than any real ones");
    }

    @Test
    void endsAChainOfHeadersThatLeadsToNoMember() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            archive.write(header("long", TarConstants.LF_GNUTYPE_LONGNAME, 1));
            archive.write(new byte[RECORD]);
        }

        assertThat(statuses(pairs("x.tar", archive.toByteArray()))).containsExactly("broken_file");
    }

    @Test
    void endsInARowWhateverBytesAreChanged() throws IOException {
        byte[] whole = tar(out -> {
            for (int i = 0; i < 10; i++) {
                add(out, new TarArchiveEntry("d" + "x".repeat(120 * (i % 2)) + "/" + i + ".jpg", true), "image" + i);
                add(out, new TarArchiveEntry("d/" + i + ".json", true), "{\"caption\": \"" + i + "\"}");
            }
        });
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = 0; change < 4 && damaged.length > 0; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(statuses(pairs("x.tar", damaged)))
                    .isSubsetOf(
                            "success",
                            "missing_image",
                            "invalid_metadata",
                            "invalid_utf8",
                            "unsafe_member",
                            "too_many_bytes",
                            "broken_file");
        }
    }

    private interface Members {
        void addTo(TarArchiveOutputStream out) throws IOException;
    }

    private static byte[] tar(Members members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            members.addTo(out);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream out, TarArchiveEntry entry, String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
    }

    private static byte[] header(String name, byte type, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setSize(size);
        byte[] record = new byte[RECORD];
        entry.writeEntryHeader(record);
        return record;
    }

    private List<SourcePair> pairs(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        NumberedFile numbered = NumberedFile.of(
                        List.of(new FoundFile(file.toUri().toString(), "")), 0)
                .get(0);
        ColumnNames names = ColumnNames.of(Map.of(), Optional.empty(), ColumnNames.Carrier.SIDE_FILE);
        List<SourcePair> pairs = new ArrayList<>();
        new TarPairs(new TarPart(numbered, names, List.of(), 1000), new Configuration(false))
                .forEachRemaining(pairs::add);
        return pairs;
    }

    private static List<String> statuses(List<SourcePair> pairs) {
        return pairs.stream().map(pair -> pair.status().label()).toList();
    }
}
