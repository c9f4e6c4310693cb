package org.clipspark.prep.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads captions as cocodataset.org/#format-data has them: {@code {"images": [{"id", "file_name", "coco_url"}],
 * "annotations": [{"image_id", "caption"}]}}. Images and captions are all in memory at once, because either list may come
 * first; everything else in the file is passed over.
 */
final class CocoFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<CocoImage> images = new ArrayList<>();
    private final Map<String, List<String>> captions = new LinkedHashMap<>();

    private CocoFile() {}

    /**
     * The images in their order with their captions, then captions whose image is not listed.
     *
     * @throws UnreadableSourceException if the file is no such JSON, or has no caption
     */
    static List<CocoImage> read(String path, Configuration hadoop) {
        CocoFile file = new CocoFile();
        try (InputStream in = Compression.of(path).unpack(FileBytes.open(new Path(path), hadoop));
                JsonParser parser = JSON.createParser(in)) {
            file.read(parser);
        } catch (JsonProcessingException e) {
            throw unreadable(path, e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
        } catch (IOException e) {
            throw unreadable(path, String.valueOf(e.getMessage()));
        }
        if (file.captions.isEmpty()) {
            throw unreadable(path, "no annotation with image_id and caption");
        }
        return file.joined();
    }

    private static UnreadableSourceException unreadable(String path, String cause) {
        return new UnreadableSourceException(path + ": not a readable file of COCO captions: " + cause);
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the JSON is no object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.getCurrentName();
            JsonToken value = parser.nextToken();
            boolean isRead = value == JsonToken.START_ARRAY && (name.equals("images") || name.equals("annotations"));
            if (!isRead) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode entry = parser.readValueAsTree();
                if (name.equals("images")) {
                    addImage(entry);
                } else {
                    addCaption(entry);
                }
            }
        }
    }

    private void addImage(JsonNode entry) {
        String url = entry.path("coco_url").asText("");
        images.add(new CocoImage(
                entry.path("id").asText("").strip(),
                entry.path("file_name").asText("").strip(),
                (url.isBlank() ? entry.path("url").asText("") : url).strip(),
                List.of()));
    }

    private void addCaption(JsonNode entry) {
        String image = entry.path("image_id").asText("").strip();
        String caption = entry.path("caption").asText("").strip();
        if (!image.isEmpty() && !caption.isEmpty()) {
            List<String> all = captions.computeIfAbsent(image, id -> new ArrayList<>(5));
            if (!all.contains(caption)) {
                all.add(caption);
            }
        }
    }

    private List<CocoImage> joined() {
        List<CocoImage> joined = new ArrayList<>();
        Map<String, List<String>> left = new LinkedHashMap<>(captions);
        for (CocoImage image : images) {
            joined.add(image.withCaptions(captions.getOrDefault(image.id(), List.of())));
            left.remove(image.id());
        }
        left.forEach((id, orphans) -> joined.add(new CocoImage(id, "", "", orphans)));
        return joined;
    }
}
