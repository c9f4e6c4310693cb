package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipspark.image.ImageOutcome.Decoded;
import org.clipspark.image.ImageOutcome.Reason;
import org.clipspark.image.ImageOutcome.Rejected;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Awkward files of the wild, with Pillow's opinion of each. */
class TortureImagesTest {
    private static final Path FOLDER = Path.of(System.getProperty("clip.data.dir", "../../shared/data"), "torture");

    private record Row(String file, String category, String pillow, String format, int width, int height) {}

    @BeforeEach
    void hasTheFiles() {
        Assumptions.assumeTrue(Files.exists(FOLDER.resolve("images.tsv")), "no images in " + FOLDER);
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("images.tsv"))) {
            String[] cells = line.split("\t", -1);
            if (!cells[0].equals("file")) {
                rows.add(new Row(cells[0], cells[1], cells[3], cells[4], number(cells[5]), number(cells[6])));
            }
        }
        return rows;
    }

    private static int number(String cell) {
        return cell.isEmpty() ? 0 : Integer.parseInt(cell);
    }

    private static ImageOutcome decode(Row row) throws IOException {
        return new ImageDecoder(ImageBounds.DEFAULT)
                .decode(Files.readAllBytes(FOLDER.resolve("images").resolve(row.file())));
    }

    @Test
    void answersEveryFileInTimeAndDecodesNoBomb() throws IOException {
        for (Row row : rows()) {
            long start = System.nanoTime();
            ImageOutcome outcome = decode(row);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(row.file())
                    .isLessThan(Duration.ofSeconds(30));
            if (row.category().equals("bomb") || row.pillow().equals("too_big")) {
                assertThat(outcome).as(row.file()).isInstanceOf(Rejected.class);
            }
        }
    }

    @Test
    void decodesWhatPillowDecodesInTheFormatsThatAreRead() throws IOException {
        Set<String> read = Set.of("JPEG", "MPO", "PNG", "WEBP", "GIF", "BMP", "TIFF");
        // Cut or damaged files from which Pillow 9.4 still made pixels.
        Set<String> stricter =
                Set.of("truncated_or_broken/broken_data_stream.png", "truncated_or_broken/truncated_end_chunk.png");
        for (Row row : rows()) {
            if (row.pillow().equals("decodes") && read.contains(row.format()) && !stricter.contains(row.file())) {
                ImageOutcome outcome = decode(row);
                assertThat(outcome).as(row.file()).isInstanceOf(Decoded.class);
                RgbImage image = ((Decoded) outcome).image();
                assertThat(image.width() + "x" + image.height())
                        .as(row.file())
                        .isEqualTo(row.width() + "x" + row.height());
            }
        }
    }

    @Test
    void rejectsWhatPillowCannotOpenOrFinish() throws IOException {
        for (Row row : rows()) {
            if (Set.of("not_an_image", "opens_then_fails").contains(row.pillow())) {
                assertThat(decode(row)).as(row.file()).isInstanceOf(Rejected.class);
            }
        }
    }

    @Test
    void givesTheReason() throws IOException {
        Map<String, Reason> expected = Map.of(
                "bomb/bomb_30000x30000_1bit.png", Reason.TOO_MANY_PIXELS,
                "bomb/header_says_65500.png", Reason.TOO_MANY_PIXELS,
                "bomb/decompression_bomb.gif", Reason.TOO_MANY_PIXELS,
                "truncated_or_broken/cut_at_99pct.jpg", Reason.TRUNCATED_OR_CORRUPT,
                "truncated_or_broken/bitflips.jpg", Reason.TRUNCATED_OR_CORRUPT,
                "truncated_or_broken/zero_bytes.jpg", Reason.EMPTY,
                "mislabelled/json_error.png", Reason.NOT_AN_IMAGE,
                "mislabelled/svg_LICENSE", Reason.NOT_AN_IMAGE,
                "other_container/hopper.avif", Reason.UNSUPPORTED_FORMAT,
                "other_container/hopper.ico", Reason.UNSUPPORTED_FORMAT);
        for (Row row : rows()) {
            if (expected.containsKey(row.file())) {
                assertThat(decode(row))
                        .as(row.file())
                        .isInstanceOfSatisfying(
                                Rejected.class,
                                rejected -> assertThat(rejected.reason()).isEqualTo(expected.get(row.file())));
            }
        }
    }
}
