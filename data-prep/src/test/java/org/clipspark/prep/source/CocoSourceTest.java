package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoSourceTest {
    private static final Configuration HADOOP = new Configuration(false);
    private static final String CAPTIONS = """
            {"info": {"year": [2014, {"a": []}]},
             "annotations": [
              {"image_id": 9, "id": 1, "caption": "A dog. "},
              {"image_id": 10, "id": 2, "caption": "A cat."},
              {"image_id": 9, "id": 3, "caption": "A hound."},
              {"image_id": 9, "id": 4, "caption": "A dog."},
              {"image_id": 99, "id": 5, "caption": "Nowhere."},
              {"image_id": 10, "id": 6}],
             "images": [
              {"id": 9, "file_name": "9.jpg", "coco_url": "http://x.org/9.jpg"},
              {"id": 10, "file_name": "10.jpg"},
              {"id": 11, "file_name": "11.jpg"},
              {"file_name": "12.jpg"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void joinsCaptionsToImagesAndLosesNone() throws IOException {
        List<CocoImage> images = CocoFile.read(write("c.json", CAPTIONS), HADOOP);

        assertThat(images)
                .containsExactly(
                        new CocoImage("9", "9.jpg", "http://x.org/9.jpg", List.of("A dog.", "A hound.")),
                        new CocoImage("10", "10.jpg", "", List.of("A cat.")),
                        new CocoImage("11", "11.jpg", "", List.of()),
                        new CocoImage("", "12.jpg", "", List.of()),
                        new CocoImage("99", "", "", List.of("Nowhere.")));
    }

    @Test
    void readsImagesFromTheirFolder() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.writeString(folder.resolve("images/9.jpg"), "image");
        String file = write("c.json", CAPTIONS);

        List<SourcePair> pairs = pairs(file, folder.resolve("images").toUri().toString());

        assertThat(pairs)
                .extracting(pair -> pair.key() + " " + pair.status().label())
                .containsExactly(
                        "9 success",
                        "10 missing_image",
                        "11 missing_image",
                        "c.json#3 missing_image",
                        "99 missing_image");
        assertThat(new String(pairs.get(0).image().array(), UTF_8)).isEqualTo("image");
    }

    @Test
    void linksImagesWithoutAFolderAndLooksBesideTheFileForOthers() throws IOException {
        Files.writeString(folder.resolve("10.jpg"), "image");

        List<SourcePair> pairs = pairs(write("c.json", CAPTIONS), "");

        assertThat(pairs).extracting(SourcePair::isLinked).containsExactly(true, false, false, false, false);
        assertThat(pairs.get(0).text().url()).isEqualTo("http://x.org/9.jpg");
        assertThat(pairs.get(1).status().isSuccess()).isTrue();
    }

    @Test
    void refusesWhatIsNoFileOfCaptions() throws IOException {
        assertUnreadable("{\"images\": [{\"id\": 1}]}", "no annotation with image_id and caption");
        assertUnreadable("[]", "the JSON is no object");
        assertUnreadable("", "the JSON is no object");
        assertUnreadable(CAPTIONS.substring(0, 200), "Unexpected end-of-input");
        assertUnreadable(
                "{\"images\": [1, [2], null], \"annotations\": {}}", "no annotation with image_id and caption");
        assertUnreadable("{\"a\": " + "[".repeat(100_000), "Depth (1001) exceeds the maximum allowed nesting depth");
    }

    private void assertUnreadable(String content, String cause) throws IOException {
        String file = write("x.json", content);
        assertThatThrownBy(() -> CocoFile.read(file, HADOOP))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageStartingWith(file + ": not a readable file of COCO captions: " + cause)
                .hasMessageNotContaining("\n");
    }

    private static List<SourcePair> pairs(String file, String images) {
        NumberedFile numbered =
                NumberedFile.of(List.of(new FoundFile(file, "")), 0).get(0);
        List<CocoImage> all = CocoFile.read(file, HADOOP);
        List<SourcePair> pairs = new ArrayList<>();
        new CocoPart(numbered, new RowRange(0, all.size()), all, images, 100)
                .pairs(HADOOP)
                .forEachRemaining(pairs::add);
        return pairs;
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toUri().toString();
    }
}
